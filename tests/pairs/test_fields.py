"""The fields of a recipe as they are written: at a dose of the fault, and what a fix asks of the broken recipe."""

import pytest

from tests.conftest import FIX, SCENARIO
from tests.pairs.conftest import LARGER, source_of
from trainwreck.errors import UserError
from trainwreck.pairs.source import setup_source

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
