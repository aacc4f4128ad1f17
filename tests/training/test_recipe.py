"""What a recipe may hold, and how two of them differ."""

from dataclasses import FrozenInstanceError, replace
from functools import partial

import pytest
from torch import nn
from torch.optim import SGD

from trainwreck.errors import UserError
from trainwreck.training.models import mlp
from trainwreck.training.recipe import Recipe, delta
from trainwreck.training.stopping import EarlyStopping

recipe = Recipe(model=partial(mlp, 2, 2), loss=nn.CrossEntropyLoss(), optimizer=partial(SGD, lr=1.0), epochs=1)


def test_a_copy_that_replaces_nothing_differs_in_nothing():
    assert delta(recipe, replace(recipe)) == {}


def test_replacing_a_field_changes_that_field_alone():
    slower = partial(SGD, lr=0.1)
    assert delta(recipe, replace(recipe, optimizer=slower)) == {"optimizer": (recipe.optimizer, slower)}


def test_an_equal_looking_partial_is_a_change():
    assert set(delta(recipe, replace(recipe, optimizer=partial(SGD, lr=1.0)))) == {"optimizer"}


def test_a_recipe_cannot_be_changed_and_a_misspelt_field_not_replaced():
    with pytest.raises(FrozenInstanceError):
        recipe.epochs = 2
    with pytest.raises(TypeError):
        replace(recipe, optimiser=None)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"epochs": 0}, "a whole number, 1 or more, not 0. Correct it."),
        ({"epochs": 2.0}, "a whole number, 1 or more, not 2.0. Correct it."),
        ({"model": nn.Linear(2, 2)}, r"a function that makes the model when a run begins, such as partial\(mlp"),
        ({"loss": "cross entropy"}, "a function or a class, to be called in a run, not 'cross entropy'."),
        ({"optimizer": SGD([nn.Parameter()], lr=1.0)}, "a function or a class, to be called in a run, not SGD"),
        ({"prepare": None}, "a function or a class, to be called in a run, not None."),
        ({"loader": []}, "a function or a class"),
        ({"step": 1}, "a function or a class"),
        ({"predict": 1}, "a function or a class"),
        ({"schedule": 3}, "a function or a class, to be called in a run, or None, not 3."),
        ({"stop": EarlyStopping(3)}, "a function or a class, to be called in a run, or None, not <"),
        ({"schedule_per": "step"}, '"epoch" or "batch", not \'step\'.'),
    ],
)
def test_a_field_that_cannot_be_meant_is_refused_with_the_cure(wrong, says):
    [name] = wrong
    with pytest.raises(UserError, match=rf"Recipe\({name}=…\) must be {says}"):
        replace(recipe, **wrong)
