"""Small trainings of somebody's own, and single checks asked about them."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset, TensorDataset

from trainwreck.examining.asking import Answer, answers
from trainwreck.examining.observed import material
from trainwreck.examining.report import Report
from trainwreck.examining.watching import Watch
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import load
from trainwreck.tasks.sources import Digits

Loader = DataLoader[Any]


def rows(count: int = 96, seed: int = 0) -> TensorDataset:
    """Rows of four numbers, in three classes that the numbers tell."""
    inputs = torch.randn(count, 4, generator=torch.Generator().manual_seed(seed))
    return TensorDataset(inputs, (inputs[:, 0] > 0).long() + (inputs[:, 1] > 0).long())


def loader(count: int = 96, seed: int = 0, **options: Any) -> Loader:
    """A loader over such rows."""
    return DataLoader(rows(count, seed), batch_size=16, **{"shuffle": True, **options})


def net() -> nn.Sequential:
    """A small network with a layer that minds its mode, and buffers."""
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.1), nn.Linear(8, 3))


def train(model: nn.Module, optimizer: torch.optim.Optimizer, batches: Loader, epochs: int = 2) -> list[float]:
    """Train as a tutorial does; return the losses."""
    losses = []
    for _ in range(epochs):
        for inputs, targets in batches:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(inputs), targets)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


def asked(watched: Watch, *names: str, loop: int = 0) -> dict[str, Answer]:
    """Ask single checks about what was watched."""
    pairs = [load(Catalogue().entry(name), Digits()) for name in names]
    return {answer.pair.name: answer for answer in answers(material(watched.loops[loop]), pairs, seconds=60)}


def accuses(watched: Watch, name: str) -> bool:
    """Whether a check accuses; that it can be asked is demanded."""
    answer = asked(watched, name)[name]
    assert answer.applies, answer
    return answer.accuses


def watched(body: Callable[[], object]) -> Watch:
    """Watch what a function does."""
    with Watch() as watch:
        body()
    return watch


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)


class Named(Dataset[dict[str, Tensor]]):
    """Samples under names of their own."""

    def __len__(self) -> int:
        return 32

    def __getitem__(self, index: int) -> dict[str, Tensor]:
        x, y = rows()[index]
        return {"x": x, "label": y}


def why(report: Report, name: str) -> str:
    return next((one.why for one in report.unasked if one.name == name), "")


entropy = nn.CrossEntropyLoss()


def trained(loss_of: Any, *models: nn.Module, steps: int = 8) -> Watch:
    """Watch a training whose loss is a function of a batch and the rows that it was taken from."""

    def body() -> None:
        optimizer = torch.optim.SGD([p for model in models for p in model.parameters()], lr=0.1)
        for _ in range(steps):
            optimizer.zero_grad()
            loss_of(torch.randperm(64)[:16]).backward()
            optimizer.step()

    return watched(body)
