"""What is known of a training, made by hand, and what a clue says of it."""

import torch
from torch import nn
from torch.optim import SGD

from trainwreck.examining.material import Material
from trainwreck.training.setup import Log

STALLED = [1.0] * 100


def log(losses: list[float], rate: float = 0.1) -> Log:
    return Log(losses, [rate] * len(losses), validation_losses=[])


def suspicious(question, seen: Material) -> bool:
    reading = question(seen)
    assert reading is not None
    return reading.suspicious


def moved(way: float, losses: list[float], rates: list[float] | None = None, **options: float) -> Material:
    """A training that moves all weights by so many times their own length."""
    model, trained = nn.Linear(4, 4), nn.Linear(4, 4)
    trained.weight.data = (1 + way) * model.weight.data
    kept = Log(losses, rates or [0.1] * len(losses), validation_losses=[])
    optimizer = SGD(model.parameters(), lr=0.1, **options)
    return Material(model=model, trained=trained, optimizer=optimizer, log=kept)


def layered(*layers: nn.Module) -> Material:
    return Material(model=nn.Sequential(*layers), batches=[(torch.randn(16, 6), torch.arange(16) % 3)])
