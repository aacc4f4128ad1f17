"""What a fix changes is found by identity."""

from dataclasses import FrozenInstanceError, replace
from functools import partial

import pytest
from torch import nn
from torch.optim import SGD

from trainwreck.pairs.describe import describe_delta
from trainwreck.training.models import mlp
from trainwreck.training.recipe import Recipe, delta

recipe = Recipe(model=partial(mlp, 2, 2), loss=nn.CrossEntropyLoss(), optimizer=partial(SGD, lr=1.0), epochs=1)


def test_a_copy_that_replaces_nothing_differs_in_nothing():
    assert delta(recipe, replace(recipe)) == {}


def test_replacing_a_field_changes_that_field_alone():
    slower = partial(SGD, lr=0.1)
    assert delta(recipe, replace(recipe, optimizer=slower)) == {"optimizer": (recipe.optimizer, slower)}


def test_an_equal_looking_partial_is_a_change():
    assert set(delta(recipe, replace(recipe, optimizer=partial(SGD, lr=1.0)))) == {"optimizer"}


def test_a_change_is_told_in_words():
    fixed = replace(recipe, optimizer=partial(SGD, lr=0.1), epochs=2)
    assert describe_delta(recipe, fixed) == [("epochs", "1", "2"), ("optimizer", "SGD(lr=1.0)", "SGD(lr=0.1)")]


def test_two_functions_of_one_name_are_told_apart_by_their_modules():
    def step(*_):
        raise NotImplementedError

    [(_, before, after)] = describe_delta(recipe, replace(recipe, step=step))
    assert (before, after) == ("trainwreck.training.recipe.step", "tests.test_recipe.step")


def test_a_recipe_cannot_be_changed_and_a_misspelt_field_not_replaced():
    with pytest.raises(FrozenInstanceError):
        recipe.epochs = 2
    with pytest.raises(TypeError):
        replace(recipe, optimiser=None)
