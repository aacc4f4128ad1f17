"""Scores against scikit-learn's, and on outputs that are not finite."""

import math

import pytest
import torch
from sklearn.metrics import accuracy_score, balanced_accuracy_score, r2_score

from trainwreck.training.scores import accuracy, balanced_accuracy, explained


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


def test_the_explained_share_agrees_with_scikit_learn_whatever_the_shape_of_the_outputs():
    generator = torch.Generator().manual_seed(0)
    targets = torch.randn(100, generator=generator)
    outputs = targets + 0.5 * torch.randn(100, generator=generator)
    assert explained(outputs.unsqueeze(1), targets) == pytest.approx(r2_score(targets, outputs), abs=1e-6)


@pytest.mark.parametrize("bad", [1e30, math.nan, math.inf])
def test_a_regression_that_is_worse_than_the_mean_scores_nothing(bad):
    assert explained(torch.tensor([bad, 0.0]), torch.tensor([1.0, 2.0])) == 0.0
