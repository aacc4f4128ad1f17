"""What is known of somebody's training, word by word of the checks' vocabulary, and why a word cannot be had."""

import copy
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import torch
from torch import Tensor, nn

from trainwreck.examining.observations import joined
from trainwreck.training.preparation import Prepared
from trainwreck.training.setup import Log
from trainwreck.training.split import Split

NEVER = {
    "raw": "the data before their preparation cannot be seen",
    "prepare": "how the data were prepared cannot be seen",
    "stop": "what stops the training cannot be seen",
}
R = TypeVar("R")
Batches = list[tuple[Any, Any]]  # inputs and targets, each a tensor or a `Bundle`


@dataclass(frozen=True, eq=False)
class Start:
    """A copy of a model before its first step, its optimizer and schedule with it."""

    model: nn.Module
    optimizer: Any
    schedule: Any


@dataclass(kw_only=True, eq=False)
class Material:
    """What could be had of one training. Every word that is asked for comes as a copy.

    ``model``, ``optimizer``  as they were before the first step; the optimizer holds the model's own parameters.
    ``step``     ``step(model, loss, optimizer, inputs, targets)`` makes an update and returns the loss before it.
    ``own_step`` whether that is the loop's own way, or the textbook's.
    ``batches``  those of the training part, in the order in which they were met.
    ``averaged``  a model of the same form that is evaluated in the place of the trained one.
    ``rows``     how many the data set has that they come from, where it is known.
    ``met``      what the model was asked about, batch by batch, whether the targets are known or not.
    ``gradients``  for each step that was looked at, whether the optimizer found any gradient.
    ``kept``     the share of its gradient that clipping leaves to a step, at the median.
    ``lost``     the scenario that tells how they were lost, if it never found any.
    ``moving``   whether the targets are answers of a model. ``alone``: whether no other training went on meanwhile.
    ``begun``    whether an earlier training of the same script has trained this model.
    ``without``  why a word cannot be had.
    ``of``       what to call this training, where there are several.
    """

    model: nn.Module | None = None
    optimizer: Any = None
    loss: Callable[[Any, Tensor], Tensor] | None = None
    step: Callable[..., float] | None = None
    own_step: bool = False
    predict: Callable[[nn.Module, Tensor], Tensor] | None = None
    batches: Batches = field(default_factory=list)
    validation: Split | None = None
    rows: int | None = None
    met: list[Any] = field(default_factory=list)
    trained: nn.Module | None = None
    averaged: nn.Module | None = None
    schedule: Any = None
    log: Log | None = None
    epochs: float | None = None
    gradients: list[bool] = field(default_factory=list)
    kept: float = 1.0
    lost: str = ""
    moving: bool = False
    alone: bool = True
    begun: bool = False
    without: Mapping[str, str] = field(default_factory=dict)
    of: str = ""

    @property
    def new(self) -> Tensor | None:
        """What the model was asked about, if that is one tensor a batch, of one form."""
        return joined(self.met) if all(isinstance(part, Tensor) for part in self.met) else None

    def why_not(self, word: str, beside: Collection[str] = ()) -> str | None:
        """Return why a word cannot be had; None if it can.

        The preparation cannot be seen. A check that compares what is trained on with what is met in use, ``new``, needs
        not see it: both are seen behind it, and it is given a preparation that does nothing.
        """
        if word in ("raw", "prepare") and "new" in beside:
            return self.why_not("train")
        if word in NEVER:
            return NEVER[word]
        if word == "validation" and {"model"} < {*beside} <= {"model", "predict", word}:  # data, whatever their part
            return self.why_not("train") if self.why_not("validation") else None
        if word in self.without:
            return self.without[word]
        if word == "new":
            return None if self.new is not None else "nothing was seen on which the model was evaluated"
        had = {
            "train": self.batches,
            "loader": self.batches,
            "inputs": self.batches,
            "targets": self.batches,
            "update": self.step and self.model and self.optimizer and self.loss,
            "schedule": self.optimizer,
        }
        return None if had.get(word, getattr(self, word, None)) else "it could not be seen"

    def start(self) -> Start:
        """Return a copy of the model and of the optimizer."""
        model, optimizer, schedule = copy.deepcopy((self.model, self.optimizer, self.schedule))
        assert model is not None
        return Start(model, optimizer, schedule)

    def word(self, word: str, start: Callable[[], Start]) -> Any:
        """Return what a word stands for; ``start`` returns the copy that a check works on."""
        match word:
            case "model":
                return start().model
            case "optimizer":
                return start().optimizer
            case "schedule":
                return start().schedule
            case "loader":
                return [(inputs.clone(), targets.clone()) for inputs, targets in self.batches]
            case "inputs":
                return self.batches[0][0].clone()
            case "targets":
                return self.batches[0][1].clone()
            case "train":
                inputs, targets = zip(*self.batches, strict=True)
                return Split(torch.cat(inputs), torch.cat(targets))
            case "validation":
                if self.validation is None:
                    return self.word("train", start)
                return Split(self.validation.inputs.clone(), self.validation.targets.clone())
            case "new":
                return self.new
            case "raw":
                return self.word("train", start)
            case "prepare":
                return self._as_seen
            case "update":
                return self._update(start)
            case "trained" | "log":
                return copy.deepcopy(getattr(self, word))
        return getattr(self, word)

    def in_use(self) -> nn.Module | None:
        """Return a copy of the trained model, or else of the fresh one, as it is asked in use."""
        if not self.why_not("trained"):
            trained: nn.Module = self.word("trained", self.start).eval()
            return trained
        return self.start().model.eval() if not self.why_not("model") else None

    def _as_seen(self, raw: Split) -> Prepared:
        """Prepare what was seen behind the preparation: there is nothing left to do."""
        return Prepared(train=raw, validation=raw)

    def _update(self, start: Callable[[], Start]) -> Callable[[Tensor, Tensor], float]:
        step = self.step
        assert step is not None

        def update(inputs: Tensor, targets: Tensor) -> float:
            return step(start().model, self.loss, start().optimizer, inputs, targets)

        return update


def remembered(function: Callable[[Material], R]) -> Callable[[Material], R]:
    """Return a function that asks but once about each material, and remembers no longer than that is there."""
    answers: WeakKeyDictionary[Material, R] = WeakKeyDictionary()

    @wraps(function)
    def asked(material: Material) -> R:
        if material not in answers:
            answers[material] = function(material)
        return answers[material]

    return asked
