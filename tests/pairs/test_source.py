"""A recipe as a file: the same training as the recipe it was made from; for a tool, not a word about it."""

from dataclasses import replace
from functools import cache

import pytest
import torch

from tests.conftest import FIX, SCENARIO
from tests.pairs.conftest import LARGER, source_of
from trainwreck import Recipe, Run, train
from trainwreck.errors import UserError
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import load
from trainwreck.pairs.source import setup_file, setup_source
from trainwreck.proof.severity import at, severities_of
from trainwreck.tasks.sources import Digits

CPU = torch.device("cpu")
GIVEAWAYS = ("scenarios", "fixes", "Scenario", "Control", "broken", "hints", "#", '"""', "'''")
CATALOGUE = list(Catalogue())
FAULTS = [entry for entry in CATALOGUE if not entry.is_control]


def bound_by(source: str) -> Recipe:
    names: dict[str, object] = {}
    exec(source, names)
    recipe = names["recipe"]
    assert isinstance(recipe, Recipe)
    return recipe


def all_but_the_time(run: Run) -> str:
    return repr(replace(run, seconds=0.0))  # a text, because NaN is not equal to itself


def drawn_once(task):
    return replace(task, data=cache(task.data))


@pytest.mark.parametrize("entry", CATALOGUE, ids=[entry.name for entry in CATALOGUE])
def test_every_recipe_of_the_catalogue_trains_from_its_source_as_it_does_itself_and_is_not_given_away(entry):
    pair = load(entry, Digits())
    task = drawn_once(pair.task)
    for name, recipe in pair.recipes.items():
        source = setup_source(entry, name)
        assert [word for word in (*GIVEAWAYS, entry.name) if word in source] == [], source
        original, copy = (train(task, replace(one, epochs=1), 0, CPU) for one in (recipe, bound_by(source)))
        assert all_but_the_time(copy) == all_but_the_time(original), name


@pytest.mark.parametrize("entry", FAULTS, ids=[entry.name for entry in FAULTS])
def test_a_fault_and_its_fixes_at_another_severity_train_from_their_source_as_they_do_themselves(entry):
    pair = load(entry, Digits())
    found = severities_of(pair)
    if found is None:
        pytest.skip("the fault has no degree")
    for severity in (1, 5):
        dosed = at(pair, severity, Digits())
        task = drawn_once(dosed.task)
        for name, recipe in dosed.recipes.items():
            source = setup_source(entry, name, found.doses[severity - 1])
            assert [word for word in (*GIVEAWAYS, "dosed", entry.name) if word in source] == [], source
            original, copy = (train(task, replace(one, epochs=1), 0, CPU) for one in (recipe, bound_by(source)))
            assert all_but_the_time(copy) == all_but_the_time(original), (severity, name)


@pytest.mark.parametrize("entry", CATALOGUE, ids=[entry.name for entry in CATALOGUE])
def test_a_file_with_comments_is_the_same_code_as_the_one_without(entry):
    for name in ("healthy",) if entry.is_control else ("broken", *entry.fixes):
        recipe = bound_by(setup_file(entry, name))
        assert recipe.epochs == bound_by(setup_source(entry, name)).epochs


def test_a_change_of_one_number_makes_another_training(toy):
    toy.add("tiny_steps")
    [entry] = toy.catalogue
    task = drawn_once(load(entry, Digits()).task)
    source = source_of(toy, "larger_steps")
    changed = source.replace("lr=10.0", "lr=10.1")
    assert changed != source
    first, second = (train(task, bound_by(text), 0, CPU) for text in (source, changed))
    assert all_but_the_time(first) != all_but_the_time(second)


def test_the_source_is_no_more_than_a_practitioner_would_have_written(toy):
    toy.add("tiny_steps")
    head, step, predict, recipe = source_of(toy, "larger_steps").replace("\n\n\n", "\n\n").split("\n\n")
    assert head == (
        "from functools import partial\n"
        "from torch import nn\n"
        "from torch.optim import SGD\n"
        "from trainwreck import Recipe, batches, mlp\n"
        "import torch"
    )
    assert step == (
        "def step(model, loss, optimizer, inputs, targets):\n"
        "    if not model.training:\n"
        "        model.train()\n"
        "    optimizer.zero_grad()\n"
        "    value = loss(model(inputs), targets)\n"
        "    value.backward()\n"
        "    optimizer.step()\n"
        "    return value"
    )
    assert predict == (
        "@torch.no_grad()\n"
        "def predict(model, inputs):\n"
        "    model.eval()\n"
        "    outputs = model(inputs)\n"
        "    return outputs"
    )
    assert recipe.startswith("recipe = Recipe(")
    assert "optimizer=partial(SGD, lr=10.0)" in recipe
    assert "step=step, predict=predict" in recipe


BUGGY = '''
RATE: float = 2.0
TIMES = 3


def half(value):
    """Half of it, which is wrong."""
    return value / 2  # the bug


def step(model, loss, optimizer, inputs: torch.Tensor, targets) -> torch.Tensor:
    """Forget to make the update."""
    value: torch.Tensor = half(loss(model(inputs), targets))
    return value * TIMES


broken = Recipe(
    step=step,'''


def test_a_step_of_its_own_comes_with_what_it_needs_and_without_what_it_says(toy):
    toy.add("tiny_steps", scenario=SCENARIO.replace("broken = Recipe(", BUGGY))
    source = source_of(toy, "broken")
    assert "def half(value):\n    return value / 2\n" in source
    assert (
        "def step(model, loss, optimizer, inputs, targets):\n    value = half(loss(model(inputs), targets))" in source
    )
    assert source.index("TIMES = 3") < source.index("def step") > source.index("def half")
    for word in ("wrong", "bug", "Forget", "RATE", "quadrants", "->"):
        assert word not in source
    assert isinstance(bound_by(source), Recipe)


def test_a_fix_brings_its_own_code_even_where_the_scenario_has_a_namesake(toy):
    fixed = FIX.replace(
        "larger_steps = replace(broken, optimizer=partial(SGD, lr=10.0))",
        "TIMES = 4\n\n\ndef step(model, loss, optimizer, inputs, targets):\n"
        "    return loss(model(inputs), targets) * TIMES"
        "\n\n\nlarger_steps = replace(broken, step=step)",
    )
    toy.add("tiny_steps", scenario=SCENARIO.replace("broken = Recipe(", BUGGY), fix=fixed)
    source = source_of(toy, "larger_steps")
    assert "TIMES = 4" in source
    assert "half" not in source
    assert "lr=1e-09" in source


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("make(broken)", "`Recipe(…)` or `replace(…)`, not as `make(broken)`"),
        ("replace(broken, **dict(epochs=3))", "must be named, not given as `**dict(epochs=3)`"),
        ("[replace(broken, epochs=3)][0]", "not as `[replace(broken, epochs=3)][0]`"),
    ],
)
def test_a_recipe_that_is_written_in_another_way_is_an_error_with_the_cure(toy, written, says):
    make = "def make(recipe):\n    return replace(recipe, epochs=3)\n\n\n"
    old = "larger_steps = replace(broken, optimizer=partial(SGD, lr=10.0))"
    toy.add("tiny_steps", fix=FIX.replace(old, f"{make}larger_steps = {written}"))
    with pytest.raises(UserError) as caught:
        source_of(toy, "larger_steps")
    assert "The recipe 'larger_steps' of 'tiny_steps'" in str(caught.value)
    assert says in str(caught.value)
    assert str(caught.value).endswith("then run again.")


@pytest.mark.parametrize("written", ["quick(broken)", "{'a': 1}['a']"])
def test_a_broken_recipe_that_is_written_in_another_way_is_one_too(toy, written):
    toy.add("tiny_steps", scenario=SCENARIO.replace("broken = Recipe(", "made = Recipe(") + f"\nbroken = {written}\n")
    with pytest.raises(UserError, match=r"The recipe 'broken' of 'tiny_steps' .* not as "):
        source_of(toy, "broken")


def test_what_names_the_textbook_s_own_function_looks_like_what_leaves_it_out(toy):
    named = FIX.replace(LARGER, LARGER.replace("lr=10.0)", "lr=10.0), predict=predict"))
    named = named.replace("from torch.optim", "from trainwreck import predict\nfrom torch.optim")
    toy.add("left_out")
    toy.add("named", fix=named)
    assert setup_source(toy.catalogue.entry("named"), "larger_steps") == setup_source(
        toy.catalogue.entry("left_out"), "larger_steps"
    )


def test_two_things_of_one_name_are_an_error_with_the_cure(toy):
    scenario = SCENARIO.replace("broken = Recipe(", "SIZES = (2, 4)\nbroken = Recipe(").replace(
        "mlp, 2, 4", "mlp, *SIZES"
    )
    fix = FIX.replace(LARGER, f"SIZES = (10.0,)\n{LARGER.replace('lr=10.0', 'lr=SIZES[0]')}")
    toy.add("tiny_steps", scenario=scenario, fix=fix)
    with pytest.raises(UserError, match="two things that are called `SIZES`, and each must have a name of its own"):
        source_of(toy, "larger_steps")


def test_a_constant_with_an_annotation_comes_along(toy):
    toy.add(
        "tiny_steps",
        scenario=SCENARIO.replace("broken = R", "RATE: float = 1e-9\nbroken = R").replace("lr=1e-9", "lr=RATE"),
    )
    assert "RATE = 1e-09\n" in source_of(toy, "broken")
    assert isinstance(bound_by(source_of(toy, "broken")), Recipe)


def test_a_file_that_is_no_python_is_an_error_with_the_cure(toy):
    toy.add("tiny_steps", scenario="broken = Recipe(")
    with pytest.raises(UserError, match=r"tiny_steps.py' cannot be read: .* Correct it, then run again"):
        source_of(toy, "broken")


COMMENTED = """def rate():  # of one step
    \"\"\"How far a step goes.\"\"\"
    # found by trial
    return 1e-9


# nobody knows why
broken = Recipe(
    # as wide as it is high
    model=partial(mlp, 2, 4),
    loss=nn.CrossEntropyLoss(),  # of logits
    optimizer=partial(
        SGD,
        lr=rate(),  # tiny
    ),
    epochs=20, loader=partial(batches, batch_size=300),
)  # the end
"""


def test_a_file_keeps_comments_and_docstrings_where_they_stood(toy):
    head, _, rest = SCENARIO.partition("broken = Recipe(")
    toy.add("tiny_steps", scenario=head + COMMENTED + rest.partition("\n)\n")[2])
    [entry] = toy.catalogue
    written = setup_file(entry, "broken")
    function = COMMENTED.partition("\n\n\n")[0]
    assert function in written
    assert "# nobody knows why\n# the end\nrecipe = Recipe(\n" in written
    assert "    # as wide as it is high\n    model=partial(mlp, 2, 4),\n" in written
    assert "    loss=nn.CrossEntropyLoss(),  # of logits\n" in written
    assert "    optimizer=partial(\n        SGD,\n        lr=rate(),  # tiny\n    ),\n" in written
    assert "    epochs=20,\n" in written
    assert isinstance(bound_by(written), Recipe)
    assert "#" not in setup_source(entry, "broken")


def test_a_class_that_derives_from_the_scenario_s_is_written_as_one(toy):
    classes = "class Steps(SGD):\n    def size(self):\n        return 1e-9\n\n\n"
    scenario = SCENARIO.replace("broken = R", f"{classes}broken = R").replace(
        "partial(SGD, lr=1e-9)", "partial(Steps, lr=1)"
    )
    mended = "class LargeSteps(Steps):\n    def size(self):  # large\n        return 10.0\n\n\n"
    fix = FIX.replace("import broken", "import Steps, broken")
    fix = fix.replace(LARGER, f"{mended}larger_steps = replace(broken, optimizer=partial(LargeSteps, lr=1))")
    toy.add("tiny_steps", scenario=scenario, fix=fix)
    [entry] = toy.catalogue
    assert "class Steps(SGD):\n    def size(self):  # large\n        return 10.0\n" in setup_file(entry, "larger_steps")
    for word in ("LargeSteps", "1e-09"):
        assert word not in source_of(toy, "larger_steps")
