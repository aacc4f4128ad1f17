"""Cases made by hand, and what an adapter says of one where its package is installed."""

import importlib
from pathlib import Path

import pytest
import torch

from tests.referee.conftest import brief_of
from trainwreck.referee.answer import Diagnosis, complaint
from trainwreck.referee.case import Case
from trainwreck.training.split import Split

PACKAGES = {
    "cleanlab": "cleanlab",
    "gradsnitch": "gradsnitch",
    "guardtower": "guardtower",
    "losslint": "losslint",
    "mldoct": "mldoctor",
    "runmedic": "runmedic",
    "torch_audit": "torch_audit",
    "torchmortem": "torchmortem",
    "torchtest2": "torchtest2",
    "trainproof": "trainproof",
    "trainspotter": "trainspotter",
    "weightwatcher": "weightwatcher",
}

HEALTHY = """
import torch
from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, batches


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    value = loss(model(inputs), targets)
    value.backward()
    optimizer.step()
    return value


def model():
    return nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))


def optimizer(parameters):
    return SGD(parameters, lr=0.1)


recipe = Recipe(model=model, loss=nn.CrossEntropyLoss(), loader=batches, optimizer=optimizer, step=step, epochs=30)
"""


def blobs(scale: float = 1.0, wrong: float = 0.0) -> Split:
    """Three clouds of points, a share of them with another's label."""
    generator = torch.Generator().manual_seed(0)
    targets = torch.randint(3, (600,), generator=generator)
    centres = torch.tensor([[2.0, 0, 0, 0], [0, 2.0, 0, 0], [0, 0, 2.0, 0]])
    inputs = scale * (centres[targets] + 0.5 * torch.randn(600, 4, generator=generator))
    redrawn = torch.rand(600, generator=generator) < wrong
    return Split(inputs, torch.where(redrawn, (targets + 1) % 3, targets))


def diagnosis(name: str, folder: Path, source: str = HEALTHY, data: Split | None = None) -> Diagnosis:
    """What an adapter says of a case made by hand."""
    pytest.importorskip(PACKAGES[name])
    available = data or blobs()
    brief = brief_of(source, available.inputs, available.targets, script=source)  # a linter reads the script
    answer = adapter(name).diagnose(Case(brief, folder))
    assert complaint(answer) == ""
    return answer


def adapter(name: str):
    return importlib.import_module(f"trainwreck.referee.tools.{name}")
