"""A factory becomes the call that a run makes of it, and a step the statements of the loop."""

import pytest

from trainwreck.scripts.code import Unknown
from trainwreck.scripts.factories import definition, made
from trainwreck.scripts.step import step


def test_a_partial_is_a_call_with_what_a_run_adds(recipe_file):
    found = recipe_file("", "optimizer=partial(Adam, lr=0.1),  # small")
    assert made(found, "optimizer", "optimizer", "model.parameters()") == (
        "optimizer = Adam(model.parameters(), lr=0.1)  # small"
    )


def test_a_comment_above_a_field_goes_behind_its_line(recipe_file):
    found = recipe_file("", "# so that it", "# ends calmly", "schedule=partial(Step, 3),")
    assert (
        made(found, "schedule", "scheduler", "optimizer") == "scheduler = Step(3, optimizer)  # so that it ends calmly"
    )


def test_the_comment_on_a_fix_goes_to_what_it_changes(recipe_file):
    fields = ("model=Net,", "optimizer=partial(Adam, lr=0.1),")
    found = recipe_file("class Net: ...", *fields, changed=("optimizer",), remark="# a tenth of it")
    assert made(found, "model", "model") == "model = Net()"
    assert made(found, "optimizer", "optimizer").endswith("  # a tenth of it")


@pytest.mark.parametrize(
    ("model", "layers"),
    [
        ("partial(mlp, 4, 2)", "nn.Flatten(), nn.Linear(4, 2)"),
        ("partial(mlp, 4, n, 2)", "nn.Flatten(), nn.Linear(4, n), nn.ReLU(), nn.Linear(n, 2)"),
        ("partial(mlp, 4, 3, 2, activation=nn.Tanh)", "nn.Flatten(), nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 2)"),
        (
            "partial(mlp, 4, 3, 2, dropout=0.5)",
            "nn.Flatten(), nn.Linear(4, 3), nn.ReLU(), nn.Dropout(0.5), nn.Linear(3, 2)",
        ),
    ],
)
def test_an_mlp_is_written_out_as_its_layers(recipe_file, model, layers):
    assert made(recipe_file("", f"model={model},"), "model", "model") == f"model = nn.Sequential({layers})"


def test_many_layers_stand_below_each_other(recipe_file):
    assert made(recipe_file("", "model=partial(mlp, 5, 4, 3, 2),"), "model", "model").count("\n") == 7


def test_an_mlp_within_a_sequence_is_part_of_it(recipe_file):
    found = recipe_file("def network():\n    return nn.Sequential(mlp(4, 2), nn.Sigmoid())  # why\n", "model=network,")
    assert made(found, "model", "model") == (
        "model = nn.Sequential(nn.Flatten(), nn.Linear(4, 2), nn.Sigmoid())  # why"
    )


def test_an_mlp_whose_widths_are_not_written_down_is_left_as_a_call(recipe_file):
    assert made(recipe_file("", "model=partial(mlp, *widths),"), "model", "model") == "model = mlp(*widths)"


def test_a_function_that_does_more_than_call_is_defined_and_called(recipe_file):
    text = "def network(size=3):\n    net = mlp(4, size)\n    return net\n"
    found = recipe_file(text, "model=network,")
    assert made(found, "model", "model") == "model = network()"
    assert "    net = nn.Sequential(nn.Flatten(), nn.Linear(4, size))\n" in definition(
        found, found.definitions["network"]
    )


def test_a_function_with_a_name_of_the_scripts_own_is_called_otherwise(recipe_file):
    found = recipe_file(
        "def optimizer(parameters):\n    print(1)\n    return Adam(parameters)\n", "optimizer=optimizer,"
    )
    assert made(found, "optimizer", "optimizer", "p") == "optimizer = build_optimizer(p)"
    assert definition(found, found.definitions["optimizer"]).startswith("def build_optimizer(parameters):")


def test_a_factory_that_cannot_be_called_by_name_is_refused(recipe_file):
    with pytest.raises(Unknown, match=r"`lambda: Net\(\)` makes nothing that a script could call"):
        made(recipe_file("", "model=lambda: Net(),"), "model", "model")


def stepped(recipe_file, text: str):
    return step(recipe_file(f"def step(model, loss, optimizer, inputs, targets):\n{text}", "step=step,"), "criterion")


def test_a_step_is_its_statements_in_the_words_of_the_script(recipe_file):
    found = stepped(
        recipe_file,
        "    model.train()  # always\n"
        "    optimizer.zero_grad()\n"
        "    value = loss(model(inputs), targets)  # the mean\n"
        "    return value\n",
    )
    assert found.mode == ["model.train()  # always"]
    assert found.body == ["optimizer.zero_grad()", "loss = criterion(model(inputs), targets)  # the mean"]
    assert found.loss == "loss"


def test_the_textbooks_mode_is_set_without_asking(recipe_file):
    assert stepped(recipe_file, "    if not model.training:\n        model.train()\n    return loss(1)\n").mode == [
        "model.train()"
    ]


def test_a_step_that_returns_an_expression_keeps_it(recipe_file):
    assert stepped(recipe_file, "    value = loss(1)\n    return (value + value) / 2\n").loss == "(loss + loss) / 2"


def test_a_step_that_gives_the_loss_function_another_meaning_is_refused(recipe_file):
    with pytest.raises(Unknown, match="`step` gives `loss` another meaning"):
        stepped(recipe_file, "    loss = loss(model(inputs), targets)\n    return loss\n")


def test_further_parameters_stand_before_the_loop(recipe_file):
    found = recipe_file(
        "def step(model, loss, optimizer, inputs, targets, size=4):\n    return loss(size)\n", "step=step,"
    )
    assert step(found, "criterion").before == ["size = 4"]


@pytest.mark.parametrize("text", ["    if inputs:\n        return 1\n    return 2\n", "    pass\n", "    return\n"])
def test_a_step_without_one_return_at_its_end_is_refused(recipe_file, text):
    with pytest.raises(Unknown, match="must have one `return`, at its end, with the loss"):
        stepped(recipe_file, text)


def test_a_step_that_is_no_function_is_refused(recipe_file):
    with pytest.raises(Unknown, match="its `step` is no function of the file"):
        step(recipe_file("", "step=partial(f, 1),"), "criterion")


@pytest.mark.parametrize("arguments", ["model, loss", "model, loss, optimizer, inputs, targets, size"])
def test_a_step_that_takes_too_little_or_too_much_is_refused(recipe_file, arguments):
    with pytest.raises(
        Unknown, match="`step` must take model, loss, optimizer, inputs, targets, and further arguments"
    ):
        step(recipe_file(f"def step({arguments}):\n    return loss(1)\n", "step=step,"), "criterion")
