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

from harness.observer import Observer, Step
from harness.recipe import Loss, Recipe, predict
from harness.run import Epoch, Run, Scores
from harness.split import Split
from harness.streams import Stream, derive, isolated, reseed
from harness.task import Task, classes

UNOBSERVED = Observer()


def train(task: Task, recipe: Recipe, seed: int, device: torch.device, observer: Observer = UNOBSERVED) -> Run:
    """Train ``recipe`` on ``task``. On the CPU the same arguments give the same run, bit for bit.

    A loss that is not finite ends the run: it is recorded, and the model judged as it is.
    An exception from the recipe's own code comes with a note of the shapes involved.
    """
    started = perf_counter()
    with isolated(device):
        exam = Exam.set(task, recipe, seed, device)
        model = initialised(recipe, seed, device)
        losses, epochs, answers = _fit(recipe, model, exam, seed, observer)
        final, predicted = exam.scores(answers), exam.predicted(answers)
    return Run(
        seed=seed,
        losses=tuple(losses),
        epochs=tuple(epochs),
        final=final,
        predicted=predicted,
        seconds=perf_counter() - started,
    )


def initialised(recipe: Recipe, seed: int, device: torch.device) -> nn.Module:
    """Return the model as it is before the first step."""
    reseed(seed, Stream.INITIALISATION)
    return recipe.model().to(device)


def _fit(
    recipe: Recipe, model: nn.Module, exam: "Exam", seed: int, observer: Observer
) -> tuple[list[float], list[Epoch], "Answers"]:
    """Train the model; return the loss of each step, the state after each epoch, and the final outputs."""
    optimizer = recipe.optimizer(model.parameters())
    schedule = recipe.schedule(optimizer) if recipe.schedule else None
    stop = recipe.stop() if recipe.stop else None
    loader = recipe.batches(exam.train)
    observer.start(model, optimizer, exam.loss)
    losses: list[float] = []
    epochs: list[Epoch] = []
    answers = None  # of the model as it is now
    for epoch in range(recipe.epochs):
        reseed(seed, Stream.LOOP, epoch)  # the same batches, whatever was drawn in the epochs before
        for inputs, targets in loader:
            try:
                losses.append(recipe.step(model, exam.loss, optimizer, inputs, targets).item())
            except Exception as error:
                error.add_note(f"inputs {tuple(inputs.shape)}, targets {tuple(targets.shape)}")
                raise
            observer.step(Step(len(losses) - 1, epoch, losses[-1], inputs, targets))
            if not math.isfinite(losses[-1]):
                break
            if schedule and recipe.schedule_per == "batch":
                schedule.step()
        if losses and not math.isfinite(losses[-1]):
            answers = None
            break
        answers = exam.answers(model)
        epochs.append(exam.epoch(model, answers))
        observer.epoch(epoch, epochs[-1])
        if schedule and recipe.schedule_per == "epoch":
            _advance(schedule, epochs[-1].validation_loss)
        if stop and stop.should_stop(model, epochs[-1].validation_loss):
            break
    if stop:
        stop.restore(model)
        answers = None
    observer.end(model)
    return losses, epochs, answers or exam.answers(model)


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


@dataclass(frozen=True)
class Answers:
    """A model's raw outputs for all samples of three parts."""

    train: Tensor
    validation: Tensor
    test: Tensor


@dataclass(frozen=True, eq=False)
class Exam:
    """The three sets of samples on the device, and the scores of a model on them."""

    task: Task
    recipe: Recipe
    train: Split
    validation: Split
    test: Split
    restore: Callable[[Tensor], Tensor]
    loss: Loss

    @classmethod
    def set(cls, task: Task, recipe: Recipe, seed: int, device: torch.device) -> "Exam":
        """Draw a seed's data and prepare it as the recipe says."""
        available, test = task.data(derive(seed, Stream.DATA))
        reseed(seed, Stream.SPLIT)
        prepared = recipe.prepare(available)
        deployed = replace(test, inputs=prepared.transform(test.inputs))
        # A copy of the loss, because one with class weights is a module, and moving a module changes it.
        loss = copy.deepcopy(recipe.loss).to(device) if isinstance(recipe.loss, nn.Module) else recipe.loss
        train, validation, deployed = (part.to(device) for part in (prepared.train, prepared.validation, deployed))
        return cls(task, recipe, train, validation, deployed, prepared.restore, loss)

    def answers(self, model: nn.Module) -> Answers:
        """Ask a model for its outputs, the way the recipe does."""
        return Answers(*(self.recipe.predict(model, part.inputs) for part in (self.train, self.validation, self.test)))

    def scores(self, answers: Answers) -> Scores:
        """Score the outputs in the task's own units."""

        def score(outputs: Tensor, targets: Tensor) -> float:
            return self.task.score(self.restore(outputs), targets)

        return Scores(
            training=score(answers.train, self.restore(self.train.targets)),
            reported=score(answers.validation, self.restore(self.validation.targets)),
            true=score(answers.test, self.test.targets),  # never prepared, so already in the task's units
        )

    def epoch(self, model: nn.Module, answers: Answers) -> Epoch:
        """Examine a model, whose outputs are ``answers``, at the end of an epoch."""
        return Epoch(self.scores(answers), self._validation_loss(model, answers))

    def _validation_loss(self, model: nn.Module, answers: Answers) -> float:
        with torch.no_grad(), _evaluating(model):
            # The textbook's way to predict is the model's in evaluation mode: what is known is not asked for twice.
            textbook = self.recipe.predict is predict
            outputs = answers.validation if textbook else model(self.validation.inputs)
            return self.loss(outputs, self.validation.targets).item()

    def predicted(self, answers: Answers) -> tuple[float, ...]:
        """Return how often each class is predicted on the test split, over how often it is there."""
        if self.test.targets.is_floating_point():
            return ()
        named = classes(answers.test)
        labels, present = self.test.targets.unique(return_counts=True)
        return tuple(((named == label).sum() / n).item() for label, n in zip(labels, present, strict=True))
