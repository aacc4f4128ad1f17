"""Other words change no run: told of one component here, and of the whole catalogue by `tests.referee.sameness`."""

import pytest

from tests.referee.sameness import shown, told


@pytest.mark.parametrize("subject", shown("evaluation"), ids=lambda one: f"{one.truth.scenario}-{one.truth.recipe}")
def test_a_recipe_of_evaluation_makes_the_same_losses_in_other_words_and_so_does_its_script(subject):
    assert list(told(subject, "1")) == []


def test_it_would_be_told(monkeypatch):
    def spoiled(texts, _):
        return [text.replace("lr=0.", "lr=0.9") for text in texts]

    monkeypatch.setattr("trainwreck.referee.subject.varied", spoiled)
    assert list(told(shown("evaluation")[0], "1")) == ["the run is another", "the script is another run"]
