"""A set-up at the moments at which one can look at it: its data, a fresh start, one update, the end of its training.

Every look starts afresh, on copies: what is done with one changes neither another look nor the run.
"""

import copy
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from trainwreck.training.exam import Exam
from trainwreck.training.loop import initialised, train
from trainwreck.training.observer import Observer, Step
from trainwreck.training.preparation import Prepared
from trainwreck.training.recipe import Loss, Recipe
from trainwreck.training.run import Epoch, Run
from trainwreck.training.split import Split
from trainwreck.training.streams import Stream, derive, isolated, reseed
from trainwreck.training.task import Task


@dataclass(frozen=True, eq=False)
class Start:
    """A model as it is before training, with its loss, optimizer and schedule, and the first batch it would meet."""

    model: nn.Module
    loss: Loss
    optimizer: Optimizer
    schedule: LRScheduler | None
    loader: Iterable[tuple[Tensor, Tensor]]
    inputs: Tensor
    targets: Tensor


@dataclass
class Log:
    """What a training script would log.

    ``losses``, ``rates``  one a step: the loss of the batch before the update, the learning rate of the update.
    ``training``, ``validation``, ``validation_losses``  one an epoch: the scores of the training and of the validation
    part, in the task's own units, and the validation loss.
    """

    losses: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    training: list[float] = field(default_factory=list)
    validation: list[float] = field(default_factory=list)
    validation_losses: list[float] = field(default_factory=list)


class Setup:
    """A recipe on a task, with one seed and device."""

    def __init__(self, task: Task, recipe: Recipe, seed: int, device: torch.device) -> None:
        self.task, self.recipe, self.seed, self.device = task, recipe, seed, device
        self.log = Log()
        self._optimizer: Optimizer | None = None
        self._trained: nn.Module | None = None

    @cached_property
    def run(self) -> Run:
        """The training; it is made once, when it is first asked for, and fills the log."""
        observer = Observer(start=self._starts, step=self._steps, epoch=self._ends_epoch, end=self._ends)
        return train(self.task, self.recipe, self.seed, self.device, observer)

    def _starts(self, model: nn.Module, optimizer: Optimizer, loss: Loss) -> None:
        self._optimizer = optimizer

    def _steps(self, step: Step) -> None:
        self.log.losses.append(step.loss)
        self.log.rates.append(self._optimizer.param_groups[0]["lr"] if self._optimizer else math.nan)

    def _ends_epoch(self, number: int, epoch: Epoch) -> None:
        self.log.training.append(epoch.scores.training)
        self.log.validation.append(epoch.scores.reported)
        self.log.validation_losses.append(epoch.validation_loss)

    def _ends(self, model: nn.Module) -> None:
        self._trained = model

    @property
    def trained(self) -> nn.Module:
        """The model that came out of the training, a copy."""
        assert self.run
        assert self._trained is not None
        return copy.deepcopy(self._trained)

    @cached_property
    def _data(self) -> tuple[Split, Split]:
        return self.task.data(derive(self.seed, Stream.DATA))

    @property
    def raw(self) -> Split:
        """What the practitioner was given, before any preparation."""
        return own(self._data[0])

    @property
    def new(self) -> Tensor:
        """Inputs as the model will meet them in use, before any preparation; nobody knows their targets."""
        return self._data[1].inputs.clone()

    def prepared(self, raw: Split) -> Prepared:
        """Prepare data as the set-up does."""
        reseed(self.seed, Stream.SPLIT)
        return self.recipe.prepare(raw)

    @cached_property
    def exam(self) -> Exam:
        """The prepared parts."""
        copied = replace(self.task, data=lambda _: (self.raw, own(self._data[1])))
        return Exam.drawn(copied, self.recipe, self.seed, self.device)

    def start(self) -> Start:
        """Return a model as it is before training, and the first batch that it would meet."""
        exam = self.exam
        model = initialised(self.recipe, self.seed, self.device)
        optimizer = self.recipe.optimizer(model.parameters())
        schedule = self.recipe.schedule(optimizer) if self.recipe.schedule else None  # a warm-up lowers the rate
        loader = self.recipe.loader(exam.train)
        reseed(self.seed, Stream.LOOP, 0)
        inputs, targets = next(iter(loader))
        reseed(self.seed, Stream.LOOP, 0)  # so that a walk over the loader meets the batches of the first epoch
        return Start(model, copy.deepcopy(exam.loss), optimizer, schedule, loader, inputs.clone(), targets.clone())

    def update(self, start: Start, inputs: Tensor, targets: Tensor) -> float:
        """Make one update, the way the set-up makes its steps; return the loss before it."""
        value = self.recipe.step(start.model, start.loss, start.optimizer, inputs, targets).item()
        if start.schedule and self.recipe.schedule_per == "batch":
            start.schedule.step()
        return value

    def looked_at(self, look: Callable[["Setup"], Any]) -> Any:
        """Return what a look at this set-up returns; random state, threads and switches are left as they were."""
        with isolated(self.device):
            return look(self)


def own(split: Split) -> Split:
    """Return a copy of a split; its tensors have storage of their own, with nothing else in it."""
    groups = None if split.groups is None else split.groups.clone()
    return Split(split.inputs.clone(), split.targets.clone(), groups)
