"""Our loop against a floor, the tutorial's way, and skorch, on the same work side by side.

    pytest tests/benchmarks --benchmark-enable --benchmark-json=timings.json
    python -m tests.benchmarks.report timings.json

The group "step" times the training steps alone, without any evaluation. The group "run" times whole runs, each
of which evaluates training, validation and test part after every epoch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from skorch import NeuralNetClassifier
from skorch.callbacks import EpochScoring
from skorch.helper import predefined_split
from torch import nn
from torch.optim import Adam
from torch.utils.data import DataLoader, TensorDataset

from trainwreck.training.loop import UNOBSERVED, _fit, train
from trainwreck.training.models import mlp
from trainwreck.training.preparation import Prepared
from trainwreck.training.recipe import Recipe
from trainwreck.training.run import Epoch, Scores
from trainwreck.training.scores import accuracy
from trainwreck.training.split import Split
from trainwreck.training.streams import isolated
from trainwreck.training.task import Task

EPOCHS, BATCH, ROWS = 8, 64, 512
CPU = torch.device("cpu")


@dataclass(frozen=True)
class Work:
    """A network and random data for it; what is learned does not matter here."""

    sizes: tuple[int, ...]

    def split(self, rows: int, seed: int) -> Split:
        generator = torch.Generator().manual_seed(seed)
        inputs = torch.randn(rows, self.sizes[0], generator=generator)
        return Split(inputs, torch.randint(self.sizes[-1], (rows,), generator=generator))

    @property
    def model(self) -> Callable[[], nn.Module]:
        return partial(mlp, *self.sizes)

    @property
    def recipe(self) -> Recipe:
        return Recipe(
            model=self.model,
            loss=nn.CrossEntropyLoss(),
            optimizer=partial(Adam, lr=1e-3),
            epochs=EPOCHS,
            prepare=lambda raw: Prepared(train=raw, validation=self.split(ROWS // 4, 1)),
        )

    @property
    def task(self) -> Task:
        return Task(data=lambda _: (self.split(ROWS, 0), self.split(ROWS // 4, 2)), score=accuracy, goal=1.0)


WORKS = {"image": Work((784, 64, 10)), "tabular": Work((20, 32, 3))}


@pytest.fixture(params=WORKS)
def work(request: pytest.FixtureRequest) -> Work:
    return WORKS[request.param]


def timed(benchmark: Any, function: Callable[[], object]) -> None:
    with isolated(CPU):
        benchmark.pedantic(function, rounds=50, warmup_rounds=2)


def floor(work: Work) -> Callable[[], None]:
    """Return a bare loop over batches that were cut before, the least a training can do."""
    train_part = work.split(ROWS, 0)
    batches = [train_part[start : start + BATCH] for start in range(0, ROWS, BATCH)]

    def run() -> None:
        model, loss = work.model(), nn.CrossEntropyLoss()
        optimizer = Adam(model.parameters(), lr=1e-3)
        for _ in range(EPOCHS):
            for inputs, targets in batches:
                optimizer.zero_grad()
                value = loss(model(inputs), targets)
                value.backward()
                optimizer.step()

    return run


def tutorial(work: Work, evaluated: bool) -> Callable[[], None]:
    """Return the way of PyTorch's quickstart: DataLoaders over TensorDatasets, for training and for testing."""
    parts = [work.split(ROWS, 0), work.split(ROWS // 4, 1), work.split(ROWS // 4, 2)]

    def test(loader: DataLoader[Any], model: nn.Module, loss: nn.Module) -> tuple[float, float]:
        model.eval()
        total, correct = 0.0, 0
        with torch.no_grad():
            for inputs, targets in loader:
                outputs = model(inputs)
                total += loss(outputs, targets).item()
                correct += int((outputs.argmax(1) == targets).sum().item())
        return total / len(loader), correct

    def run() -> None:
        datasets = [TensorDataset(part.inputs, part.targets) for part in parts]
        loader = DataLoader(datasets[0], batch_size=BATCH, shuffle=True)
        test_loaders = [DataLoader(dataset, batch_size=BATCH) for dataset in datasets]
        model, loss = work.model(), nn.CrossEntropyLoss()
        optimizer = Adam(model.parameters(), lr=1e-3)
        for _ in range(EPOCHS):
            model.train()
            for inputs, targets in loader:
                optimizer.zero_grad()
                value = loss(model(inputs), targets)
                value.backward()
                optimizer.step()
                value.item()
            if evaluated:
                for test_loader in test_loaders:
                    test(test_loader, model, loss)

    return run


def with_skorch(work: Work) -> Callable[[], None]:
    """Return skorch's training, scoring the three parts after every epoch."""
    train_part, validation, test = work.split(ROWS, 0), work.split(ROWS // 4, 1), work.split(ROWS // 4, 2)

    def on_test(net: Any, inputs: Any, targets: Any) -> float:
        return float((net.predict(test.inputs) == test.targets.numpy()).mean())

    def run() -> None:
        NeuralNetClassifier(
            work.model(),
            criterion=nn.CrossEntropyLoss,
            optimizer=Adam,
            lr=1e-3,
            batch_size=BATCH,
            max_epochs=EPOCHS,
            iterator_train__shuffle=True,
            train_split=predefined_split(TensorDataset(validation.inputs, validation.targets)),
            callbacks=[
                EpochScoring("accuracy", on_train=True, name="train_acc"),
                EpochScoring(on_test, name="test_acc", use_caching=False),
            ],
            verbose=0,
        ).fit(train_part.inputs, train_part.targets)

    return run


@pytest.mark.benchmark(group="step")
def test_step_floor(benchmark, work):
    timed(benchmark, floor(work))


@pytest.mark.benchmark(group="step")
def test_step_ours(benchmark, work):
    recipe = work.recipe
    nothing = Epoch(Scores(0.0, 0.0, 0.0), 0.0)
    unexamined: Any = SimpleNamespace(train=work.split(ROWS, 0), loss=recipe.loss, answers=id, epoch=lambda *_: nothing)
    timed(benchmark, lambda: _fit(recipe, recipe.model(), unexamined, 0, UNOBSERVED))


@pytest.mark.benchmark(group="step")
def test_step_tutorial(benchmark, work):
    timed(benchmark, tutorial(work, evaluated=False))


@pytest.mark.benchmark(group="run")
def test_run_ours(benchmark, work):
    timed(benchmark, lambda: train(work.task, work.recipe, 0, CPU))


@pytest.mark.benchmark(group="run")
def test_run_tutorial(benchmark, work):
    timed(benchmark, tutorial(work, evaluated=True))


@pytest.mark.benchmark(group="run")
def test_run_skorch(benchmark, work):
    timed(benchmark, with_skorch(work))
