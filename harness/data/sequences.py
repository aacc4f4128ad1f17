"""Tasks on sequences."""

from functools import partial

import torch

from harness.references import logistic_regression
from harness.split import Split
from harness.task import Task, accuracy


def _swings(seed: int, available: int, held_back: int, length: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    samples, width = available + held_back, 8
    swing = 2 * torch.sin(torch.linspace(0, 2 * torch.pi, width))
    targets = torch.randint(2, (samples,), generator=generator)
    starts = torch.randint(length - width + 1, (samples,), generator=generator)
    signals = 0.3 * torch.randn(samples, length, generator=generator)
    steps = starts.unsqueeze(1) + torch.arange(width)
    signals.scatter_add_(1, steps, (1 - 2 * targets).unsqueeze(1) * swing)
    everything = Split(signals.unsqueeze(2), targets)
    return everything.take(slice(available)), everything.take(slice(available, None))


def swings(goal: float, available: int = 1600, held_back: int = 1000, length: int = 12) -> Task:
    """Tell whether the one swing in a noisy signal (length, 1) goes up first or down first.

    The values are the same in both classes; only their order differs. Judged by accuracy, chance is 0.5.
    A logistic regression on the sorted values of 12 steps stays at 0.50, on the steps in their order it reaches 1.00.
    """
    data = partial(_swings, available=available, held_back=held_back, length=length)
    return Task(data=data, score=accuracy, goal=goal, reference=logistic_regression)
