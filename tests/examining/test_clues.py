"""What all clues have in common, and where the gradients that an optimizer misses are lost."""

import pytest
import torch
from torch import nn
from torch.optim import SGD, Adam
from torch.utils.data import DataLoader, TensorDataset

from tests.examining.conftest import watched
from tests.examining.seen import STALLED, moved, suspicious
from trainwreck.examining.clues import CLUES, gradients_kept, other_floor
from trainwreck.examining.observed import material
from trainwreck.pairs.entries import Catalogue


def losing(how: str) -> None:
    """Train with an optimizer that never finds a gradient."""
    model, old = nn.Linear(4, 1), nn.Linear(4, 1)
    optimizer = Adam((old if how == "forgotten_parameters" else model).parameters())
    top = nn.Linear(1, 1)
    for parameter in (*model.parameters(), *top.parameters()):
        parameter.data *= how != "zero_initialization"
    for _ in range(8):
        outputs = model(torch.randn(16, 4))
        loss = top(outputs.detach() if how == "detached_graph" else outputs).square().mean()
        loss.backward()
        if how == "cleared_gradients":
            optimizer.zero_grad()
        optimizer.step()


@pytest.mark.parametrize("how", ["cleared_gradients", "detached_graph", "forgotten_parameters", "zero_initialization"])
def test_where_gradients_are_lost_is_told(how):
    watch = watched(lambda: losing(how))
    assert material(watch.loops[0]).lost == how


def test_every_scenario_that_a_clue_names_is_in_the_catalogue():
    known = {entry.name for entry in Catalogue()}
    seen = moved(0.001, STALLED)
    seen.lost, seen.batches = "cleared_gradients", [(torch.ones(1, 4), torch.ones(1))]
    assert {name for clue in CLUES for name in clue.like(seen)} <= known


@pytest.mark.parametrize(
    ("optimizer", "limit", "found"),
    [(SGD, 1e-4, True), (SGD, 0.1, False), (Adam, 1e-4, False)],  # Adam makes steps as long of any gradient
)
def test_clipping_that_leaves_next_to_nothing_of_a_step_is_seen(optimizer, limit, found):
    model = nn.Linear(4, 1)

    def train() -> None:
        steps = optimizer(model.parameters(), lr=0.01)
        for inputs in torch.randn(12, 16, 4):
            steps.zero_grad()
            model(inputs).square().mean().backward()
            nn.utils.clip_grad_norm_(model.parameters(), limit)
            steps.step()

    assert suspicious(gradients_kept, material(watched(train).loops[0])) is found


@pytest.mark.parametrize(("prepared", "found"), [(True, False), (False, True)])
def test_an_evaluation_without_the_preparation_is_seen_though_no_loader_gives_it(prepared, found):
    pictures, model = torch.rand(96, 1, 4, 4).sub(0.5).relu() * 2, nn.Sequential(nn.Flatten(), nn.Linear(16, 3))
    labels = torch.arange(96) % 3
    loader = DataLoader(TensorDataset(2 * pictures[:64] - 1, labels[:64]), batch_size=16)

    def train() -> None:
        optimizer = SGD(model.parameters(), lr=0.01)
        for inputs, targets in loader:
            nn.functional.cross_entropy(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            model(2 * pictures[64:] - 1 if prepared else pictures[64:])

    assert suspicious(other_floor, material(watched(train).loops[0])) is found
