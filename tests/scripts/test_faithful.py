"""A script is its recipe's run, bit for bit, and one that is not is found out."""

import pytest

import trainwreck as tw
from tests.conftest import SCENARIO, Toy
from trainwreck.pairs.loading import load
from trainwreck.scripts import faithful
from trainwreck.scripts.faithful import differences, unfaithful
from trainwreck.tasks.sources import Digits

# One for each thing that could go wrong: draws in a prediction, groups, a scaled target, early stopping, a loader.
PLACES = [
    ("train_mode_evaluation", "broken"),
    ("duplicate_leakage", "split_by_source"),
    ("unscaled_targets", "standardised_targets"),
    ("label_noise", "early_stopping"),
    ("repeated_batch", "broken"),
    ("unscaled_accumulation", "broken"),
]


@pytest.mark.parametrize(("name", "recipe"), PLACES)
def test_a_script_is_the_run_of_its_recipe(name, recipe):
    assert differences(tw.load(name), recipe, seed=1) == []


def test_a_run_that_ends_in_nan_is_the_same_up_to_there():
    assert differences(tw.load("unnormalized_features"), "broken", seed=3) == []


def test_a_score_of_a_packs_own_goes_into_the_script_with_what_it_calls(toy: Toy):
    half = "def half(outputs, targets):\n    return accuracy(outputs, targets) / 2\n\n\ndef quadrants("
    toy.add("tiny_steps", SCENARIO.replace("def quadrants(", half).replace("score=accuracy", "score=half"))
    assert differences(load(toy.catalogue.entry("tiny_steps"), Digits()), "larger_steps", seed=0) == []


@pytest.fixture
def spoiled(toy: Toy, monkeypatch: pytest.MonkeyPatch):
    """Return a function that says what differs if each ``old`` in a script is ``new``."""
    toy.add("tiny_steps")
    [entry] = toy.catalogue
    write = faithful.script

    def told(old: str, new: str) -> list[str]:
        def other(*arguments) -> str:
            text = write(*arguments)
            assert old in text
            return text.replace(old, new)

        monkeypatch.setattr(faithful, "script", other)
        return differences(load(entry, Digits()), "broken", seed=0)

    return told


def test_a_script_that_draws_other_weights_is_found_out(spoiled):
    found = spoiled("seed_everything(INIT)", "seed_everything(INIT, 1)")
    assert found[0].startswith("the loss of step 0 is 1.")


def test_a_script_that_makes_fewer_steps_is_found_out(spoiled):
    assert spoiled("range(20)", "range(19)")[0] == "there are 19 losses, not 20"


def test_a_script_that_reports_another_score_is_found_out(spoiled):
    [found] = spoiled('"validation_score": val_score', '"validation_score": 2.0')
    assert found.startswith("the reported score is 2.0, not 0.")


def test_a_script_that_predicts_otherwise_is_found_out(spoiled):
    [found] = spoiled("predict(model, X_test).numpy()", "-predict(model, X_test).numpy()")
    assert found.startswith("the held-back score is 0.")


def test_a_script_that_ends_with_an_error_is_found_out(spoiled):
    assert spoiled("history = []", "history = 1 / 0") == ["the script ends with ZeroDivisionError: division by zero"]


def test_an_entry_is_asked_about_all_of_its_recipes(toy: Toy, monkeypatch):
    toy.add("tiny_steps")
    [entry] = toy.catalogue
    assert unfaithful(entry, Digits(), 0) == []
    monkeypatch.setattr(faithful, "differences", lambda pair, recipe, seed: ["a", "b"] if recipe == "broken" else [])
    assert unfaithful(entry, Digits(), 4) == [("broken", f"seed 4: a; b. {faithful.CURE}")]


def test_an_entry_that_does_not_load_is_left_to_others(toy: Toy):
    toy.add("tiny_steps", SCENARIO.replace("Recipe(", "Recipes("))
    [entry] = toy.catalogue
    assert unfaithful(entry, Digits(), 0) == []


def test_a_recipe_that_cannot_be_trained_is_left_to_others(toy: Toy):
    toy.add("tiny_steps", SCENARIO.replace("partial(mlp, 2, 4)", "partial(mlp, 3, 4)"))
    [entry] = toy.catalogue
    assert unfaithful(entry, Digits(), 0) == []
