"""The training loop: one task, one recipe, one seed, one run."""

import math
from time import perf_counter

import torch
from torch import nn
from torch.optim.lr_scheduler import LRScheduler, ReduceLROnPlateau

from trainwreck.errors import UserError
from trainwreck.training.exam import Answers, Exam
from trainwreck.training.observer import Observer, Step
from trainwreck.training.recipe import Recipe
from trainwreck.training.run import Epoch, Run
from trainwreck.training.streams import Stream, isolated, reseed
from trainwreck.training.task import Task

CPU = torch.device("cpu")
UNOBSERVED = Observer()


def train(task: Task, recipe: Recipe, seed: int, device: torch.device = CPU, observer: Observer = UNOBSERVED) -> Run:
    """Train ``recipe`` on ``task``. On the CPU the same arguments give the same run, bit for bit.

    A loss that is not finite ends the run: it is recorded, and the model judged as it is.
    An exception from the recipe's own code comes with a note of the shapes involved.

    >>> import trainwreck as tw
    >>> pair = tw.load("broadcast_targets")
    >>> run = train(pair.task, pair.broken, seed=0)
    >>> len(run.losses), run == train(pair.task, pair.broken, seed=0)
    (112, True)
    """
    started = perf_counter()
    with isolated(device):
        exam = Exam.drawn(task, recipe, seed, device)
        model = initialised(recipe, seed, device)
        losses, epochs, answers = _fit(recipe, model, exam, seed, observer)
        final, predicted = exam.scores(answers), exam.predicted(answers)
        wavering = exam.wavering(model, answers)  # last: to ask again may change the model
    return Run(
        seed=seed,
        losses=tuple(losses),
        epochs=tuple(epochs),
        final=final,
        predicted=predicted,
        wavering=wavering,
        seconds=perf_counter() - started,
    )


def initialised(recipe: Recipe, seed: int, device: torch.device) -> nn.Module:
    """Return the model as it is before the first step."""
    reseed(seed, Stream.INITIALISATION)
    return recipe.model().to(device)


def _fit(
    recipe: Recipe, model: nn.Module, exam: Exam, seed: int, observer: Observer
) -> tuple[list[float], list[Epoch], Answers]:
    """Train the model; return the loss of each step, the state after each epoch, and the final outputs."""
    optimizer = recipe.optimizer(model.parameters())
    schedule = recipe.schedule(optimizer) if recipe.schedule else None
    stop = recipe.stop() if recipe.stop else None
    loader = recipe.loader(exam.train)
    observer.start(model, optimizer, exam.loss)
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
            observer.step(Step(len(losses) - 1, epoch, losses[-1], inputs, targets))
            if not math.isfinite(losses[-1]):
                break
            if schedule and recipe.schedule_per == "batch":
                schedule.step()
        if not losses:
            raise UserError("The recipe's loader gave no batch at all. Correct it, or give it more samples.")
        if not math.isfinite(losses[-1]):
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
    observer.end(model)
    if stop or not math.isfinite(losses[-1]):  # else the model is still the one that was asked at its last epoch's end
        answers = exam.answers(model)
    return losses, epochs, answers


def _advance(schedule: LRScheduler, validation_loss: float) -> None:
    if isinstance(schedule, ReduceLROnPlateau):
        schedule.step(validation_loss)
    else:
        schedule.step()
