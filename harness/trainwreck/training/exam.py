"""The three sets of samples that a run is judged on, and a model's scores on them."""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from trainwreck.training.recipe import Loss, Recipe, predict
from trainwreck.training.run import Epoch, Scores
from trainwreck.training.scores import classes
from trainwreck.training.split import Split
from trainwreck.training.streams import Stream, derive, reseed
from trainwreck.training.task import Task


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
    held_back: Tensor


@dataclass(frozen=True, eq=False)
class Exam:
    """The three sets of samples on the device, and the scores of a model on them."""

    task: Task
    recipe: Recipe
    train: Split
    validation: Split
    held_back: Split
    restore: Callable[[Tensor], Tensor]
    loss: Loss

    @classmethod
    def drawn(cls, task: Task, recipe: Recipe, seed: int, device: torch.device) -> "Exam":
        """Draw a seed's data and prepare it as the recipe says."""
        available, held_back = task.data(derive(seed, Stream.DATA))
        reseed(seed, Stream.SPLIT)
        prepared = recipe.prepare(available)
        held_back = replace(held_back, inputs=prepared.transform(held_back.inputs))
        # A copy of the loss, because one with class weights is a module, and moving a module changes it.
        loss = copy.deepcopy(recipe.loss).to(device) if isinstance(recipe.loss, nn.Module) else recipe.loss
        train, validation, held_back = (part.to(device) for part in (prepared.train, prepared.validation, held_back))
        return cls(task, recipe, train, validation, held_back, prepared.restore, loss)

    def answers(self, model: nn.Module) -> Answers:
        """Ask a model for its outputs, the way the recipe does."""
        parts = (self.train, self.validation, self.held_back)
        return Answers(*(self.recipe.predict(model, part.inputs) for part in parts))

    def scores(self, answers: Answers) -> Scores:
        """Score the outputs in the task's own units."""

        def score(outputs: Tensor, targets: Tensor) -> float:
            return self.task.scored(self.restore(outputs), targets)

        return Scores(
            training=score(answers.train, self.restore(self.train.targets)),
            reported=score(answers.validation, self.restore(self.validation.targets)),
            true=score(answers.held_back, self.held_back.targets),  # never prepared, so already in the task's units
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
        """Return how often each class is predicted on the held-back split, over how often it is there."""
        if self.held_back.targets.is_floating_point():
            return ()
        named = classes(answers.held_back)
        labels, present = self.held_back.targets.unique(return_counts=True)
        return tuple(((named == label).sum() / n).item() for label, n in zip(labels, present, strict=True))

    def wavering(self, model: nn.Module, answers: Answers) -> float:
        """Ask a model again about the validation samples; return for what share of them its outputs differ."""
        again = self.recipe.predict(model, self.validation.inputs)
        # Loose enough for half precision and for a GPU's order of summation; NaN is no other answer than NaN.
        same = torch.isclose(answers.validation, again, rtol=1e-2, atol=1e-3, equal_nan=True)
        return 1 - same.reshape(len(again), -1).all(dim=1).float().mean().item()
