"""Other words change no run: told of one component here, and of the whole catalogue by `tests.referee.sameness`."""

from dataclasses import replace

import pytest

from tests.referee.sameness import shown, told


@pytest.mark.parametrize("subject", shown("evaluation"), ids=lambda one: f"{one.truth.scenario}-{one.truth.recipe}")
def test_a_recipe_of_evaluation_makes_the_same_losses_in_other_words_and_so_does_its_script(subject):
    assert list(told(subject, "1")) == []


def test_it_would_be_told(monkeypatch):
    [first, *_] = shown("evaluation")
    monkeypatch.setattr(
        "trainwreck.referee.subject.varied", lambda texts, _: [one.replace("0.", "0.9") for one in texts]
    )
    assert list(told(replace(first, variant=None), "1")) == ["the run is another", "the script is another run"]
