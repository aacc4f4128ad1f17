"""A recipe as a file: the same training as the recipe it was made from; for a tool, not a word about it."""

from dataclasses import replace
from functools import cache

import pytest
import torch

from tests.conftest import FIX, SCENARIO
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


DOSED = SCENARIO.replace("Scenario, Split", "Scenario, Severities, Split")
DOSED = DOSED.replace("from functools", "from dataclasses import replace\nfrom functools")
DOSED = DOSED.replace('"A step is small or it is not."', "Severities('rate', at=with_rate, doses=RATES, plain=1e-9)")
WITH_RATE = """
RATES = (1.0, 0.1, 0.01, 1e-4, 1e-9)


def with_rate(rate):
    return replace(broken, optimizer=partial(SGD, lr=rate))


scenario = Scenario("""


def with_severities(factory: str) -> str:
    return DOSED.replace("\nscenario = Scenario(", factory)


def dosed_source(toy, dose: float) -> str:
    [entry] = toy.catalogue
    return setup_source(entry, "broken", dose)


def test_a_dose_takes_the_place_of_the_argument(toy):
    toy.add("tiny_steps", scenario=with_severities(WITH_RATE))
    assert "lr=0.1" in dosed_source(toy, 0.1)
    assert "1e-09" not in dosed_source(toy, 0.1)


def test_a_dose_of_nothing_may_be_the_plain_recipe(toy):
    guarded = WITH_RATE.replace("    return", "    if not rate:\n        return broken\n    return")
    toy.add("tiny_steps", scenario=with_severities(guarded))
    assert "lr=0.1" in dosed_source(toy, 0.1)
    assert dosed_source(toy, 0.0) == source_of(toy, "broken")


def test_a_dose_of_the_data_leaves_the_source_as_it_is(toy):
    toy.add("tiny_steps", scenario=with_severities(WITH_RATE.replace("replace(", "task(")))
    assert dosed_source(toy, 0.1) == source_of(toy, "broken")


@pytest.mark.parametrize(
    ("old", "new"),
    [("def with_rate(rate)", "def with_rate(*rate)"), ("    return", "    rate = rate / 2\n    return")],
    ids=["no argument", "something done before"],
)
def test_severities_that_cannot_be_written_as_a_source_are_an_error_with_the_cure(toy, old, new):
    toy.add("tiny_steps", scenario=with_severities(WITH_RATE.replace(old, new)))
    with pytest.raises(UserError, match="with a function that returns one call"):
        dosed_source(toy, 0.1)


@pytest.mark.parametrize("entry", CATALOGUE, ids=[entry.name for entry in CATALOGUE])
def test_a_file_with_comments_is_the_same_code_as_the_one_without(entry):
    for name in ("healthy",) if entry.is_control else ("broken", *entry.fixes):
        recipe = bound_by(setup_file(entry, name))
        assert recipe.epochs == bound_by(setup_source(entry, name)).epochs


def source_of(toy, recipe: str) -> str:
    [entry] = toy.catalogue
    return setup_source(entry, recipe)


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


LARGER = "larger_steps = replace(broken, optimizer=partial(SGD, lr=10.0))"


def test_what_names_the_textbook_s_own_function_looks_like_what_leaves_it_out(toy):
    named = FIX.replace(LARGER, LARGER.replace("lr=10.0)", "lr=10.0), predict=predict"))
    named = named.replace("from torch.optim", "from trainwreck import predict\nfrom torch.optim")
    toy.add("left_out")
    toy.add("named", fix=named)
    assert setup_source(toy.catalogue.entry("named"), "larger_steps") == setup_source(
        toy.catalogue.entry("left_out"), "larger_steps"
    )


def with_model(scenario: str, definition: str) -> str:
    """A fix whose model is what a definition defines, as ``made``."""
    changed = scenario.replace(LARGER, f"{definition}\n\n\nlarger_steps = replace(broken, model=made)")
    return changed.replace("from torch.optim", "from torch import nn\nfrom torch.optim")


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("nn.Sequential(broken.model(), nn.Flatten())", "nn.Sequential(mlp(2, 4), nn.Flatten())"),
        ("twice(broken.model)", "twice(partial(mlp, 2, 4))"),
        ("broken.step(None)", "step(None)"),
    ],
)
def test_what_a_fix_asks_of_the_broken_recipe_is_written_out(toy, asked, written):
    toy.add("tiny_steps", fix=with_model(FIX, f"def made():\n    return {asked}"))
    source = source_of(toy, "larger_steps")
    assert f"def made():\n    return {written}\n" in source
    assert "broken" not in source


def test_what_the_broken_recipe_was_not_given_is_left_as_it_is(toy):
    toy.add("tiny_steps", fix=with_model(FIX, "def made():\n    return broken.stop()"))
    assert "return broken.stop()" in source_of(toy, "larger_steps")


def test_a_parameter_may_be_called_what_the_broken_recipe_s_own_function_is(toy):
    scenario = SCENARIO.replace("broken = Recipe(", "def net():\n    return mlp(2, 4)\n\n\nbroken = Recipe(")
    definition = "def net():\n    return None\n\n\ndef made(net=1):\n    return [net, broken.model()][1]"
    toy.add("tiny_steps", scenario=scenario.replace("partial(mlp, 2, 4)", "net"), fix=with_model(FIX, definition))
    source = source_of(toy, "larger_steps")
    assert "return [net, net()][1]" in source
    assert "return None" not in source


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
