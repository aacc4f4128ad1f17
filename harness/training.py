"""The training loop: one task, one recipe, one seed, one run."""

import copy
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import perf_counter

import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LRScheduler, ReduceLROnPlateau

from harness.preparation import Prepared
from harness.recipe import Loss, Recipe
from harness.run import Epoch, Run, Scores
from harness.split import Split
from harness.streams import Stream, derive, isolated, reseed
from harness.task import Task, classes


def train(task: Task, recipe: Recipe, seed: int, device: torch.device) -> Run:
    """Train ``recipe`` on ``task``. On the CPU the same arguments give the same run, bit for bit.

    A loss that is not finite ends the run: it is recorded, and the model judged as it is.
    An exception from the recipe's own code comes with a note of the shapes involved.
    """
    started = perf_counter()
    with isolated(device):
        available, test = task.data(derive(seed, Stream.DATA))
        reseed(seed, Stream.SPLIT)
        exam = _Exam.set(task, recipe, recipe.prepare(available), test, device)
        reseed(seed, Stream.INITIALISATION)
        model = recipe.model().to(device)
        losses, epochs = _fit(recipe, model, exam, seed)
        final, predicted = exam.scores(model), exam.predicted(model)
    return Run(
        seed=seed,
        losses=tuple(losses),
        epochs=tuple(epochs),
        final=final,
        predicted=predicted,
        seconds=perf_counter() - started,
    )


def _fit(recipe: Recipe, model: nn.Module, exam: "_Exam", seed: int) -> tuple[list[float], list[Epoch]]:
    """Train the model; return the loss of each step and the state after each epoch."""
    optimizer = recipe.optimizer(model.parameters())
    schedule = recipe.schedule(optimizer) if recipe.schedule else None
    stop = recipe.stop() if recipe.stop else None
    loader = recipe.batches(exam.train)
    losses: list[float] = []
    epochs: list[Epoch] = []
    for epoch in range(recipe.epochs):
        reseed(seed, Stream.LOOP, epoch)  # the same batches, whatever was drawn in the epochs before
        for inputs, targets in loader:
            try:
                losses.append(recipe.step(model, exam.loss, optimizer, inputs, targets).item())
            except Exception as error:
                error.add_note(f"inputs {tuple(inputs.shape)}, targets {tuple(targets.shape)}")
                raise
            if not math.isfinite(losses[-1]):
                break
            if schedule and recipe.schedule_per == "batch":
                schedule.step()
        if losses and not math.isfinite(losses[-1]):
            break
        epochs.append(exam.epoch(model))
        if schedule and recipe.schedule_per == "epoch":
            _advance(schedule, epochs[-1].validation_loss)
        if stop and stop.should_stop(model, epochs[-1].validation_loss):
            break
    if stop:
        stop.restore(model)
    return losses, epochs


def _advance(schedule: LRScheduler, validation_loss: float) -> None:
    if isinstance(schedule, ReduceLROnPlateau):
        schedule.step(validation_loss)
    else:
        schedule.step()


@contextmanager
def _evaluating(model: nn.Module) -> Iterator[None]:
    """Put a model into evaluation mode for a moment: to be looked at must not change a run."""
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        yield
    finally:
        for module, mode in modes:
            module.training = mode


@dataclass(frozen=True, eq=False)
class _Exam:
    """The three sets of samples on the device, and the scores of a model on them."""

    task: Task
    recipe: Recipe
    train: Split
    validation: Split
    test: Split
    restore: Callable[[Tensor], Tensor]
    loss: Loss

    @classmethod
    def set(cls, task: Task, recipe: Recipe, prepared: Prepared, test: Split, device: torch.device) -> "_Exam":
        deployed = replace(test, inputs=prepared.transform(test.inputs))
        # A copy of the loss, because one with class weights is a module, and moving a module changes it.
        loss = copy.deepcopy(recipe.loss).to(device) if isinstance(recipe.loss, nn.Module) else recipe.loss
        train, validation, deployed = (part.to(device) for part in (prepared.train, prepared.validation, deployed))
        return cls(task, recipe, train, validation, deployed, prepared.restore, loss)

    def scores(self, model: nn.Module) -> Scores:
        def score(part: Split, targets: Tensor) -> float:
            return self.task.score(self.restore(self.recipe.predict(model, part.inputs)), targets)

        return Scores(
            training=score(self.train, self.restore(self.train.targets)),
            reported=score(self.validation, self.restore(self.validation.targets)),
            true=score(self.test, self.test.targets),  # never prepared, so already in the task's units
        )

    def epoch(self, model: nn.Module) -> Epoch:
        scores = self.scores(model)
        with torch.no_grad(), _evaluating(model):
            validation_loss = self.loss(model(self.validation.inputs), self.validation.targets).item()
        return Epoch(scores, validation_loss)

    def predicted(self, model: nn.Module) -> tuple[float, ...]:
        """Return how often each class is predicted on the test split, over how often it is there."""
        if self.test.targets.is_floating_point():
            return ()
        answers = classes(self.recipe.predict(model, self.test.inputs))
        labels, present = self.test.targets.unique(return_counts=True)
        return tuple(((answers == label).sum() / n).item() for label, n in zip(labels, present, strict=True))
