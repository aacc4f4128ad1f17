"""Clues from targets: how they come, and whether the inputs tell them."""

import pytest
import torch

from tests.examining.seen import STALLED, log, suspicious
from trainwreck.examining.material import Material
from trainwreck.examining.targets import one_class_at_a_time, unrelated


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
