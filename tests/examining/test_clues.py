"""What all clues have in common, and where the gradients that an optimizer misses are lost."""

import pytest
import torch
from torch import nn
from torch.optim import Adam

from tests.examining.conftest import watched
from tests.examining.seen import STALLED, moved
from trainwreck.examining.clues import CLUES
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
