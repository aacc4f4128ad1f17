"""A set-up's source: the same training as the recipe it was made from, and not a word about it."""

from dataclasses import replace
from functools import cache

import pytest
import torch

from tests.conftest import FIX, SCENARIO
from trainwreck.errors import UserError
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import load
from trainwreck.pairs.source import setup_source
from trainwreck.tasks.sources import Digits
from trainwreck.training.loop import train
from trainwreck.training.recipe import Recipe
from trainwreck.training.run import Run

CPU = torch.device("cpu")
GIVEAWAYS = ("scenarios", "fixes", "Scenario", "Control", "broken", "hints", "#", '"""', "'''")
CATALOGUE = list(Catalogue())


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
    loaded = load(entry, Digits())
    task = drawn_once(loaded.case.task)
    for name, recipe in loaded.recipes.items():
        source = setup_source(entry, name)
        assert [word for word in (*GIVEAWAYS, entry.name) if word in source] == [], source
        original, copy = (train(task, replace(one, epochs=1), 0, CPU) for one in (recipe, bound_by(source)))
        assert all_but_the_time(copy) == all_but_the_time(original), name


def source_of(toy, recipe: str) -> str:
    [entry] = toy.catalogue
    return setup_source(entry, recipe)


def test_a_change_of_one_number_makes_another_training(toy):
    toy.add("tiny_steps")
    [entry] = toy.catalogue
    task = drawn_once(load(entry, Digits()).case.task)
    source = source_of(toy, "larger_steps")
    changed = source.replace("lr=10.0", "lr=10.1")
    assert changed != source
    first, second = (train(task, bound_by(text), 0, CPU) for text in (source, changed))
    assert all_but_the_time(first) != all_but_the_time(second)


def test_the_source_is_no_more_than_a_practitioner_would_have_written(toy):
    toy.add("tiny_steps")
    assert source_of(toy, "larger_steps") == (
        "from functools import partial\n"
        "from trainwreck.training.models import mlp\n"
        "from trainwreck.training.recipe import Recipe\n"
        "from trainwreck.training.split import batches\n"
        "from torch import nn\n"
        "from torch.optim import SGD\n"
        "import torch\n\n\n"
        "def step(model, loss, optimizer, inputs, targets):\n"
        "    if not model.training:\n"
        "        model.train()\n"
        "    optimizer.zero_grad()\n"
        "    value = loss(model(inputs), targets)\n"
        "    value.backward()\n"
        "    optimizer.step()\n"
        "    return value\n\n"
        "@torch.no_grad()\n"
        "def predict(model, inputs):\n"
        "    model.eval()\n"
        "    outputs = model(inputs)\n"
        "    return outputs\n\n"
        "recipe = Recipe(model=partial(mlp, 2, 4), loss=nn.CrossEntropyLoss(), optimizer=partial(SGD, lr=10.0), "
        "epochs=20, loader=partial(batches, batch_size=300), step=step, predict=predict)\n"
    )


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
def test_so_is_a_broken_recipe(toy, written):
    toy.add("tiny_steps", scenario=SCENARIO.replace("broken = Recipe(", "made = Recipe(") + f"\nbroken = {written}\n")
    with pytest.raises(UserError, match=r"The recipe 'broken' of 'tiny_steps' .* not as "):
        source_of(toy, "broken")
