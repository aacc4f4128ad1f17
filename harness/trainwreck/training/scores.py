"""Scores of a model's outputs: higher is better, and outputs that are not finite score like the worst."""

import torch
from torch import Tensor


def classes(outputs: Tensor) -> Tensor:
    """Return the predicted class of each row of ``outputs`` (n, classes, …); -1 where a score is not finite."""
    predicted = outputs.argmax(dim=1)
    return predicted.masked_fill(~outputs.isfinite().all(dim=1), -1)


def accuracy(outputs: Tensor, targets: Tensor) -> float:
    """Return the share of right classes, from ``outputs`` (n, classes, …) and ``targets`` (n, …).

    >>> accuracy(torch.tensor([[2.0, 1.0], [0.0, 3.0], [float("nan"), 0.0], [1.0, 0.0]]), torch.tensor([0, 1, 0, 1]))
    0.5
    """
    return (classes(outputs) == targets).float().mean().item()


def balanced_accuracy(outputs: Tensor, targets: Tensor) -> float:
    """Return the mean over classes of the share of each class that is found, so that a rare class counts in full.

    >>> balanced_accuracy(torch.tensor([[1.0, 0.0]] * 4), torch.tensor([0, 0, 0, 1]))
    0.5
    """
    hits = (classes(outputs) == targets).float()
    recalls = [hits[targets == label].mean() for label in targets.unique()]
    return torch.stack(recalls).mean().item()


def explained(outputs: Tensor, targets: Tensor) -> float:
    """Return R², the share of the targets' variance that ``outputs`` (as many values) explain, at least 0.

    0 is what the targets' mean would score; outputs worse than that, or not finite, score no less.

    >>> explained(torch.tensor([[1.0], [2.0], [4.0]]), torch.tensor([1.0, 2.0, 3.0]))
    0.5
    """
    errors = outputs.reshape(-1) - targets.reshape(-1)
    if not errors.isfinite().all():
        return 0.0
    spread = targets.reshape(-1) - targets.mean()
    return max(0.0, 1 - (errors.square().sum() / spread.square().sum()).item())
