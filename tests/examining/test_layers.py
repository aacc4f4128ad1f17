"""Clues from layers and from the scale of what they are given."""

import pytest
import torch
from torch import nn
from torch.optim import Adam

from tests.examining.seen import layered, suspicious
from trainwreck.examining.layers import drops, stacked, unlisted
from trainwreck.examining.manner import Manner
from trainwreck.examining.material import Material
from trainwreck.examining.scales import comes_farther


@pytest.mark.parametrize(
    ("layers", "found"),
    [
        ((nn.Linear(6, 8), nn.Dropout(0.1), nn.Linear(8, 3)), True),
        ((nn.Linear(6, 8), nn.ReLU(), nn.Linear(8, 3)), False),
        ((nn.Linear(6, 8), nn.LeakyReLU(0.2, inplace=True), nn.Linear(8, 3)), False),
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


class Listed(nn.Module):
    """Keeps a layer in a list, and perhaps another one that its answers do not come from."""

    def __init__(self, listing: type, idle: bool = False) -> None:
        super().__init__()
        self.first = listing([nn.Linear(4, 4)])
        self.last = nn.Linear(4, 3)
        self.idle = idle

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        with torch.set_grad_enabled(torch.is_grad_enabled() and not self.idle):
            hidden = self.first[0](inputs)
        return self.last(hidden)


@pytest.mark.parametrize(
    ("listing", "idle", "handed_over", "found"),
    [
        (list, False, False, True),
        (nn.ModuleList, False, False, False),
        (list, True, False, False),  # as a teacher is kept from learning
        (list, False, True, False),  # the optimizer was given it beside the model's own
    ],
)
def test_layers_that_learn_and_that_nobody_has_listed_are_seen(listing, idle, handed_over, found):
    model = Listed(listing, idle)
    beside = model.first[0].parameters() if handed_over else ()
    batches = [(torch.randn(8, 4), torch.arange(8) % 3)]
    optimizer = Adam([*model.parameters(), *beside])
    seen = Material(model=model, optimizer=optimizer, loss=nn.CrossEntropyLoss(), batches=batches)
    assert suspicious(unlisted, seen) is found
