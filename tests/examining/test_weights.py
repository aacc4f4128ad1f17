"""Clues from weights: how far they have moved, been pulled, or followed."""

import pytest
import torch
from torch import nn

from tests.examining.seen import STALLED, moved, suspicious
from trainwreck.examining.material import Material
from trainwreck.examining.weights import lags_behind, like_moved, weights_moved, weights_shrink


@pytest.mark.parametrize(("kept", "found"), [(0.99, True), (0.1, False)])
def test_an_average_that_is_evaluated_and_has_not_followed_is_seen(kept, found):
    model, trained, averaged = (nn.Linear(1, 1, bias=False) for _ in range(3))
    for one, weight in ((model, 0.0), (trained, 1.0), (averaged, 1.0 - kept)):
        one.weight.data.fill_(weight)
    rows = torch.randn(16, 1)
    seen = Material(model=model, trained=trained, averaged=averaged, loss=nn.MSELoss(), batches=[(rows, rows)])
    assert suspicious(lags_behind, seen) is found


@pytest.mark.parametrize(("way", "like"), [(0.001, "low_learning_rate"), (10.0, "high_learning_rate")])
def test_weights_that_hardly_moved_or_flew_away_tell_where_a_stalled_loss_comes_from(way, like):
    assert suspicious(weights_moved, moved(way, STALLED))
    assert like_moved(moved(way, STALLED))[0] == like


def test_rates_that_fell_at_once_are_told_from_rates_that_were_low():
    fallen = [0.1 * 0.5**step for step in range(100)]
    assert like_moved(moved(0.001, STALLED, fallen))[0] == "decay_every_batch"


def test_how_far_weights_moved_says_nothing_where_the_loss_falls():
    assert weights_moved(moved(0.001, [1 / step for step in range(1, 100)])) is None
    assert not suspicious(weights_moved, moved(0.3, STALLED))


def test_weights_that_were_pulled_to_zero_are_seen():
    assert suspicious(weights_shrink, moved(-0.9, STALLED, weight_decay=1.0))
    assert not suspicious(weights_shrink, moved(0.1, STALLED, weight_decay=1.0))
    assert weights_shrink(moved(-0.9, STALLED)) is None
