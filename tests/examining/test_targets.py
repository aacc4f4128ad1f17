"""Clues from targets: how they come, and whether the inputs tell them."""

import pytest
import torch
from torch import nn

from tests.examining.conftest import trained
from tests.examining.seen import STALLED, log, suspicious
from trainwreck.examining.material import Material
from trainwreck.examining.observed import material
from trainwreck.examining.targets import one_class_at_a_time, same_rows, stretched, unrelated


@pytest.mark.parametrize(("shuffled", "found"), [(False, True), (True, False)])
def test_batches_of_one_class_each_are_seen(shuffled, found):
    labels = torch.arange(80) // 20
    labels = labels[torch.randperm(80)] if shuffled else labels
    batches = [(torch.randn(10, 2), some) for some in labels.split(10)]
    assert suspicious(one_class_at_a_time, Material(batches=batches)) is found


@pytest.mark.parametrize(("shuffled", "found"), [(True, True), (False, False)])
def test_targets_that_have_nothing_to_do_with_the_inputs_are_seen(shuffled, found):
    inputs = torch.randn(300, 3)
    targets = (inputs[:, 0] > 0).long()
    targets = targets[torch.randperm(300)] if shuffled else targets
    seen = Material(batches=[(inputs, targets)], log=log(STALLED))
    assert suspicious(unrelated, seen) is found


def test_rows_that_are_seen_again_are_not_learned_by_heart():
    inputs, targets = torch.randn(150, 3).repeat(3, 1), torch.randint(2, (150,)).repeat(3)
    assert suspicious(unrelated, Material(batches=[(inputs, targets)], log=log(STALLED)))


def test_no_forest_is_asked_where_nothing_is_wrong():
    falling = [1 / step for step in range(1, 100)]
    assert unrelated(Material(batches=[(torch.randn(300, 3), torch.zeros(300))], log=log(falling))) is None


@pytest.mark.parametrize(
    ("again", "judged", "validation_loss", "found"),
    [
        (True, 40, 3.0, True),
        (False, 40, 3.0, False),
        (True, 40, 0.2, False),  # all rows that there are, and enough of them
        (True, 8, 3.0, False),  # most rows are trained on
    ],
)
def test_the_same_few_rows_at_every_step_are_seen(again, judged, validation_loss, found):
    first = torch.randn(10, 2), torch.arange(10)
    batches = [first if again else (torch.randn(10, 2), torch.arange(10)) for _ in range(20)]
    course = log([0.1] * 20)
    course.validation_losses.append(validation_loss)
    seen = Material(batches=batches, met=[torch.randn(judged, 2)], log=course)
    assert suspicious(same_rows, seen) is found


@pytest.mark.parametrize("loss", [nn.functional.mse_loss, nn.L1Loss(), lambda a, b: (a - b).square().mean()])
@pytest.mark.parametrize("squeezed", [True, False])
@pytest.mark.filterwarnings("ignore:Using a target size")
def test_answers_that_are_each_compared_with_all_targets_are_seen(loss, squeezed):
    inputs, targets, model = torch.randn(64, 4), torch.randn(64), nn.Linear(4, 1)
    watch = trained(lambda rows: loss(model(inputs[rows]).squeeze(1 if squeezed else 0), targets[rows]), model)
    assert suspicious(stretched, material(watch.loops[0])) is not squeezed


def test_answers_to_several_questions_may_be_compared_with_one_target():
    inputs, targets, model = torch.randn(64, 4), torch.randn(64, 1), nn.Linear(4, 3)
    watch = trained(lambda rows: (model(inputs[rows]) - targets[rows]).abs().mean(), model)
    assert not suspicious(stretched, material(watch.loops[0]))
