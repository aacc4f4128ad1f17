"""Clues from layers and from the scale of what they are given."""

import pytest
import torch
from torch import nn
from torch.optim import Adam

from tests.examining.seen import layered, suspicious
from trainwreck.examining.layers import drops, stacked
from trainwreck.examining.manner import Manner
from trainwreck.examining.material import Material
from trainwreck.examining.scales import comes_farther


@pytest.mark.parametrize(
    ("layers", "found"),
    [
        ((nn.Linear(6, 8), nn.Dropout(0.1), nn.Linear(8, 3)), True),
        ((nn.Linear(6, 8), nn.ReLU(), nn.Linear(8, 3)), False),
        ((nn.Linear(6, 2), nn.Linear(2, 6)), False),  # narrower than both sides: a bottleneck does something
        ((nn.Linear(6, 8), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 3)), False),  # it bends all the same
    ],
)
def test_layers_that_could_be_one_are_seen(layers, found):
    assert suspicious(stacked, layered(*layers)) is found


@pytest.mark.parametrize(("share", "found"), [(0.9, True), (0.5, False)])
def test_dropout_that_leaves_next_to_nothing_is_seen(share, found):
    assert suspicious(drops, layered(nn.Linear(6, 8), nn.Dropout(share), nn.Linear(8, 3))) is found
    assert drops(layered(nn.Linear(6, 3))) is None


@pytest.mark.parametrize(("widths", "found"), [([0.01, 1.0, 300.0], True), ([0.5, 1.0, 2.0], None), ([9.0] * 3, False)])
def test_columns_without_which_the_same_steps_would_come_farther_are_seen(widths, found):
    inputs, model = torch.randn(256, 3), nn.Sequential(nn.Linear(3, 16), nn.Tanh(), nn.Linear(16, 1))
    targets = inputs.sum(dim=1, keepdim=True)
    batches = [(x * torch.tensor(widths), y) for x, y in zip(inputs.split(32), targets.split(32), strict=True)]
    normal = nn.Sequential(nn.BatchNorm1d(3, momentum=None), model) if found is False else model  # makes up for it
    optimizer = Adam(normal.parameters(), lr=0.01)
    given = Material(model=normal, optimizer=optimizer, loss=nn.MSELoss(), step=Manner().step, batches=batches)
    reading = comes_farther(given)
    assert (None if reading is None else reading.suspicious) is found
