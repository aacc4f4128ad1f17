"""A check accuses the fault, and no repair that an author of a fix has not thought of."""

from dataclasses import replace
from functools import partial

import pytest
import torch
from torch import nn
from torch.optim import Adam

import trainwreck as tw
from trainwreck.pairs.checks import read
from trainwreck.training.setup import Setup

CPU = torch.device("cpu")


class Divided(nn.Module):
    def forward(self, inputs):
        return inputs / 255


def behind(entrance, broken):
    return replace(broken, model=lambda: nn.Sequential(nn.Flatten(), entrance(), broken.model()))


def maximised(broken):
    return replace(broken, optimizer=partial(Adam, lr=0.003, maximize=True))


def asked(name, change=lambda broken: broken):
    pair = tw.load(name)
    return read(pair.check, Setup(pair.task, change(pair.broken), seed=3, device=CPU))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("flipped_sign", maximised),
        ("raw_pixels", partial(behind, partial(nn.LayerNorm, 784))),
        ("raw_pixels", partial(behind, partial(nn.BatchNorm1d, 784))),
        ("raw_pixels", partial(behind, Divided)),
        ("unnormalized_features", partial(behind, partial(nn.BatchNorm1d, 30))),
    ],
)
def test_a_repair_elsewhere_than_in_the_fix_is_cleared(name, change):
    assert asked(name).suspicious
    assert not asked(name, change).suspicious


def test_an_optimizer_that_maximises_a_loss_that_is_to_be_minimised_is_accused():
    mended = tw.load("flipped_sign").fixes["minimised_loss"]
    assert asked("flipped_sign", lambda _: maximised(mended)).suspicious


def test_a_normalisation_behind_the_first_layer_is_too_late():
    def late():
        return nn.Sequential(nn.Flatten(), nn.Linear(784, 32), nn.LayerNorm(32), nn.ReLU(), nn.Linear(32, 10))

    assert asked("raw_pixels", lambda broken: replace(broken, model=late)).suspicious


def test_of_a_frozen_bias_nothing_is_asked():
    def frozen(broken):
        def model():
            network = broken.model()
            list(network.parameters())[-1].requires_grad_(False)
            return network

        return replace(broken, model=model)

    assert asked("bce_for_multiclass", frozen) is None
