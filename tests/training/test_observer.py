"""Looking on at a training: what is told, in which order, and that nothing changes for it."""

import math
from dataclasses import replace
from functools import partial

import pytest
import torch
from torch import nn
from torch.optim import SGD

from trainwreck.training.loop import train
from trainwreck.training.models import mlp
from trainwreck.training.observer import Observer, Step
from trainwreck.training.recipe import Recipe
from trainwreck.training.scores import accuracy
from trainwreck.training.split import Split, batches
from trainwreck.training.task import Task

CPU = torch.device("cpu")


def sides(seed: int) -> tuple[Split, Split]:
    inputs = torch.randn(80, 2, generator=torch.Generator().manual_seed(seed))
    return Split(inputs, (inputs[:, 0] > 0).long()).cut(40)


TASK = Task(data=sides, score=accuracy, goal=0.9)
RECIPE = Recipe(
    model=partial(mlp, 2, 8, 2, dropout=0.5),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.5),
    loader=partial(batches, batch_size=20),
    epochs=3,
)


class Diary:
    """Writes down everything it is told."""

    def __init__(self) -> None:
        self.entries: list[str] = []
        self.steps: list[Step] = []
        self.models: list[nn.Module] = []
        self.epochs: list[object] = []

    @property
    def observer(self) -> Observer:
        return Observer(start=self.start, step=self.step, epoch=self.epoch, end=self.end)

    def start(self, model, optimizer, loss):
        self.entries.append("start")
        self.models.append(model)
        self.optimizer, self.loss = optimizer, loss
        self.weights = [p.detach().clone() for p in model.parameters()]

    def step(self, step):
        self.entries.append(f"step {step.number} of epoch {step.epoch}")
        self.steps.append(step)
        self.gradients = [p.grad for p in self.models[0].parameters()]

    def epoch(self, number, epoch):
        self.entries.append(f"epoch {number}")
        self.epochs.append(epoch)

    def end(self, model):
        self.entries.append("end")
        self.models.append(model)


def test_everything_is_told_in_order():
    diary = Diary()
    train(TASK, RECIPE, 0, CPU, diary.observer)
    assert diary.entries == [
        "start",
        *("step 0 of epoch 0", "step 1 of epoch 0", "epoch 0"),
        *("step 2 of epoch 1", "step 3 of epoch 1", "epoch 1"),
        *("step 4 of epoch 2", "step 5 of epoch 2", "epoch 2"),
        "end",
    ]


def test_what_is_told_is_what_the_run_records():
    diary = Diary()
    run = train(TASK, RECIPE, 0, CPU, diary.observer)
    assert tuple(step.loss for step in diary.steps) == run.losses
    assert tuple(diary.epochs) == run.epochs


def test_the_model_is_the_one_that_is_trained_before_its_first_step():
    diary = Diary()
    train(TASK, RECIPE, 0, CPU, diary.observer)
    first, last = diary.models
    assert first is last
    assert any(not torch.equal(p, old) for p, old in zip(first.parameters(), diary.weights, strict=True))
    assert diary.optimizer.param_groups[0]["params"] == list(first.parameters())
    assert isinstance(diary.loss, nn.CrossEntropyLoss)
    assert all(gradient is not None for gradient in diary.gradients)


def test_a_run_under_observation_is_the_same_run_bit_for_bit():
    def draw(*_: object) -> None:
        with torch.random.fork_rng([]):
            torch.rand(7)

    alone = train(TASK, RECIPE, 3, CPU)
    watched = train(TASK, RECIPE, 3, CPU, Observer(start=draw, step=draw, epoch=draw, end=draw))
    assert watched == alone


def test_an_observer_that_draws_without_a_fork_would_change_it():
    alone = train(TASK, RECIPE, 3, CPU)
    meddled = train(TASK, RECIPE, 3, CPU, Observer(step=lambda _: torch.rand(7)))
    assert meddled.losses[0] == alone.losses[0]
    assert meddled.losses != alone.losses


def test_a_loss_that_is_not_finite_is_the_last_step_told_and_its_epoch_is_not():
    diary = Diary()
    train(TASK, replace(RECIPE, loss=lambda outputs, _: outputs.sum() / 0), 0, CPU, diary.observer)
    assert diary.entries == ["start", "step 0 of epoch 0", "end"]
    assert not math.isfinite(diary.steps[0].loss)


def test_what_an_observer_leaves_out_is_not_called_for():
    steps = []
    train(TASK, RECIPE, 0, CPU, Observer(step=steps.append))
    assert len(steps) == 6
    assert [len(step.inputs) for step in steps] == [20, 10] * 3


def test_what_an_observer_raises_ends_the_training():
    def refuse(_: Step) -> None:
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        train(TASK, RECIPE, 0, CPU, Observer(step=refuse))
