"""Clues from a loss: where it begins and ends, what it makes of answers, and of a batch."""

import math
from dataclasses import replace

import pytest
import torch
from torch import Tensor, nn
from torch.optim import SGD

from tests.examining.seen import STALLED, log, suspicious
from trainwreck.examining.losses import (
    below_zero,
    breaks_off,
    cannot_reach,
    like_broken,
    squeezed,
    starts_high,
    sums,
    tells_apart,
)
from trainwreck.examining.material import Material
from trainwreck.examining.tape import Bundle


@pytest.mark.parametrize(("factor", "found"), [(100.0, True), (1.0, False)])
def test_a_first_loss_far_above_that_of_guessing_is_seen(factor, found):
    model, inputs, targets = nn.Linear(4, 3), torch.randn(32, 4), torch.arange(32) % 3
    with torch.no_grad():
        model.weight.mul_(factor)
    first = nn.functional.cross_entropy(model(inputs), targets).item()
    seen = Material(model=model, loss=nn.functional.cross_entropy, batches=[(inputs, targets)], log=log([first]))
    assert suspicious(starts_high, seen) is found


def test_the_loss_of_guessing_is_that_of_equal_logarithms_too():
    model, inputs, targets = nn.Sequential(nn.Linear(4, 3), nn.LogSoftmax(1)), torch.randn(32, 4), torch.arange(32) % 3
    seen = Material(model=model, loss=nn.functional.nll_loss, batches=[(inputs, targets)], log=log([math.log(3)]))
    reading = starts_high(seen)
    assert reading is not None
    assert reading.value == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    ("last", "loss", "found"),
    [
        (nn.Sigmoid(), nn.functional.binary_cross_entropy_with_logits, True),
        (nn.Sigmoid(), nn.functional.mse_loss, False),
        (nn.Identity(), nn.functional.binary_cross_entropy_with_logits, False),
    ],
)
def test_answers_between_0_and_1_that_the_loss_squeezes_again_are_seen(last, loss, found):
    model = nn.Sequential(nn.Linear(4, 1), last)
    seen = Material(model=model, loss=loss, batches=[(torch.randn(64, 4), torch.arange(64.0).unsqueeze(1) % 2)])
    reading = squeezed(seen)
    assert (reading is not None and reading.suspicious) is found


@pytest.mark.parametrize(("last", "found"), [(nn.Softmax(1), True), (nn.Identity(), False)])
def test_probabilities_that_the_loss_makes_probabilities_of_are_seen_with_several_inputs_too(last, found):
    class Both(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layers = nn.Sequential(nn.Linear(4, 3), last)

        def forward(self, inputs: Bundle) -> Tensor:
            return self.layers(inputs.parts[0] + inputs.parts[1])

    inputs = Bundle(torch.randn(30, 4), torch.randn(30, 4))
    seen = Material(model=Both(), loss=nn.functional.cross_entropy, batches=[(inputs, torch.arange(30) % 3)])
    reading = squeezed(seen)
    assert (reading is not None and reading.suspicious) is found


@pytest.mark.parametrize(("weight", "found"), [(1.0, False), (-1.0, True)])
def test_a_model_that_is_no_better_than_its_own_average_is_seen(weight, found):
    model, rows = nn.Linear(1, 1, bias=False), torch.randn(64, 1)
    model.weight.data.fill_(weight)
    batches = [(rows, rows)]
    seen = Material(model=model, trained=model, loss=nn.MSELoss(), batches=batches, log=log(STALLED))
    assert suspicious(tells_apart, seen) is found


@pytest.mark.parametrize(
    ("losses", "like"),
    [
        ([1.0, 0.9, math.nan], "log_of_zero"),
        ([math.nan], "log_of_zero"),
        ([1.0, 50.0, 1e30, math.inf], "high_learning_rate"),
    ],
)
def test_a_loss_that_breaks_off_is_told_from_one_that_rose_before(losses, like):
    seen = Material(log=log(losses), optimizer=SGD([torch.zeros(1)], lr=1.0))
    assert suspicious(breaks_off, seen)
    assert like_broken(seen)[0] == like
    assert breaks_off(Material(log=log([1.0, 0.9]))) is None


@pytest.mark.parametrize(("loss", "found"), [(nn.MSELoss(reduction="sum"), True), (nn.MSELoss(), False)])
def test_a_loss_that_is_summed_is_seen_where_the_training_suffers(loss, found):
    seen = Material(model=nn.Linear(2, 1), loss=loss, batches=[(torch.randn(8, 2), torch.randn(8, 1))])
    assert sums(seen) is None
    assert suspicious(sums, replace(seen, log=log(STALLED))) is found


@pytest.mark.parametrize(("lowest", "found"), [(-9.0, True), (-0.5, False), (0.1, False)])
def test_a_loss_of_classes_far_below_zero_is_seen(lowest, found):
    batches = [(torch.randn(8, 2), torch.arange(8) % 2)]
    assert suspicious(below_zero, Material(batches=batches, log=log([1.0, lowest]))) is found
    assert below_zero(Material(batches=[(torch.randn(8, 2), torch.randn(8))], log=log([1.0, lowest]))) is None


@pytest.mark.parametrize(("last", "found"), [(nn.Sigmoid(), True), (nn.Tanh(), True), (nn.Identity(), False)])
def test_targets_that_no_answer_can_reach_are_seen(last, found):
    model, inputs = nn.Sequential(nn.Linear(4, 1), last), torch.randn(32, 4)
    reading = cannot_reach(Material(model=model, batches=[(inputs, 1 + 4 * torch.rand(32, 1))]))
    assert (reading is not None and reading.suspicious) is found
    reading = cannot_reach(Material(model=model, batches=[(inputs, torch.rand(32, 1))]))
    assert reading is None or not reading.suspicious
