"""Standard models on a handful of samples."""

import pytest
import torch
from sklearn.linear_model import LogisticRegression

from trainwreck.tasks.standards import fitted
from trainwreck.training.split import Split


def corners(labels: list[int]) -> Split:
    """Three points of the plane, far apart, each twice."""
    points = torch.tensor([[0.0, 0.0], [9.0, 0.0], [0.0, 9.0]]).repeat(2, 1)
    return Split(points, torch.tensor(labels))


def test_scores_stand_in_the_columns_of_their_classes_though_a_class_be_missing():
    outputs = fitted(LogisticRegression(), corners([3, 0, 3] * 2))(torch.tensor([[9.0, 0.0], [0.0, 9.0]]))
    assert outputs.shape == (2, 4)
    assert outputs.argmax(dim=1).tolist() == [0, 3]
    assert outputs[:, [1, 2]].tolist() == [[0.0, 0.0]] * 2


class Constant:
    """An estimator that answers with the same number each time, and has no probabilities."""

    def __init__(self, answer: float) -> None:
        self.answer = answer

    def fit(self, rows, targets):
        self.type = targets.dtype

    def predict(self, rows):
        return torch.full((len(rows),), self.answer).numpy().astype(self.type)


@pytest.mark.parametrize(("labels", "outputs"), [([0, 1, 2] * 2, [[0.0, 1.0, 0.0]]), ([0.5, 1.0, 1.5] * 2, [1.0])])
def test_an_estimator_without_probabilities_answers_with_its_class_or_its_value(labels, outputs):
    assert fitted(Constant(1), corners(labels))(torch.zeros(1, 2)).tolist() == outputs
