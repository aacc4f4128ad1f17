"""Scores against scikit-learn's, and on outputs that are not finite."""

import math

import pytest
import torch
from sklearn.metrics import accuracy_score, balanced_accuracy_score

from harness.task import accuracy, balanced_accuracy


@pytest.mark.parametrize(("ours", "theirs"), [(accuracy, accuracy_score), (balanced_accuracy, balanced_accuracy_score)])
def test_scores_agree_with_scikit_learn(ours, theirs):
    generator = torch.Generator().manual_seed(0)
    outputs = torch.randn(200, 4, generator=generator)
    targets = torch.randint(4, (200,), generator=generator)
    assert ours(outputs, targets) == pytest.approx(theirs(targets, outputs.argmax(1)))


@pytest.mark.parametrize("score", [accuracy, balanced_accuracy])
@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_outputs_that_are_not_finite_are_wrong(score, bad):
    outputs = torch.tensor([[1.0, 0.0], [bad, 0.0]])
    assert score(outputs, torch.tensor([0, 0])) == 0.5
