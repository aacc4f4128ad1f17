"""A small task and a recipe that learns it, for the tests of the training."""

from functools import partial

import torch
from torch import nn
from torch.optim import Adam

from trainwreck.training.models import mlp
from trainwreck.training.recipe import Recipe
from trainwreck.training.scores import accuracy
from trainwreck.training.split import Split
from trainwreck.training.task import Task

CPU = torch.device("cpu")


def quadrants(seed: int) -> tuple[Split, Split]:
    """Points in the plane, in four classes; 96 for the practitioner, 64 held back."""
    inputs = torch.randn(160, 2, generator=torch.Generator().manual_seed(seed))
    return Split(inputs, (inputs[:, 0] > 0).long() + 2 * (inputs[:, 1] > 0).long()).cut(96)


TASK = Task(data=quadrants, score=accuracy, goal=0.8)
RECIPE = Recipe(  # 72 samples to train on: batches of 64 and of 8
    model=partial(mlp, 2, 16, 4, dropout=0.2),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.01),
    epochs=3,
)
