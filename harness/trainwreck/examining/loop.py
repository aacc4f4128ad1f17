"""What is seen of a training: the calls of models, the losses that come of them, and the loop that they are part of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.weak import WeakIdKeyDictionary

from trainwreck.examining.manner import Seen
from trainwreck.examining.tape import Bundle, Call, Chain, Replay, Route

FEWEST, MOST = 12, 64  # steps that are looked at closely: enough of them, and no more than that
SAMPLES = 1000  # … enough samples, of the training as of the validation part

Batch = tuple[Tensor | Bundle, Tensor | Bundle]


@dataclass(eq=False)
class Forward:
    """One call of a model by the script itself, and not by another module."""

    call: Call
    graded: bool
    half: torch.dtype | None
    source: int | None  # which data set the last batch came from
    waited: bool = False  # for a second loss, because the first one did not come from it

    @property
    def model(self) -> nn.Module:
        """The model that was called."""
        assert isinstance(self.call.function, nn.Module)
        return self.call.function


@dataclass(eq=False)
class Backward:
    """One call of ``backward``: the value that it was called on, and what this was made from.

    ``models``  those that a gradient comes back to.
    ``inputs``  what they begin with. ``way``: from there to their outputs.
    ``replay``  from there to the loss.
    ``moving``  whether the targets are a model's own answers, as a target network's are.
    ``why``     what is in the way of telling how the loss comes about.
    """

    value: Tensor
    models: tuple[nn.Module, ...] = ()
    half: torch.dtype | None = None
    source: int | None = None
    inputs: Tensor | Bundle | None = None
    way: Route | None = None
    replay: Replay | None = None
    moving: bool = False
    why: str = ""


@dataclass(eq=False)
class Loop:
    """What was seen of the training that one optimizer does, or several one after the other.

    ``held``      the ids of the parameters that are trained.
    ``models``    those that the loss comes from, and that no other optimizer trains.
    ``fresh``, ``optimizer``  copies from before the first step, which belong together.
    ``trained``   a copy from the end. ``averaged``: of another model of this form that is evaluated in its place.
    ``moving``    whether its targets are answers of a model. ``alone``: whether no other loop went on meanwhile.
    ``begun``     whether an earlier loop has trained its models.
    ``takers``    which optimizer took each step, by a number of its own.
    ``why``       why something could not be had.
    """

    held: set[int]
    models: tuple[nn.Module, ...] = ()
    copies: dict[int, nn.Module | None] = field(default_factory=dict)  # of the models, from before the first step
    parameters: dict[int, set[int]] = field(default_factory=dict)  # the ids of those that each model had then
    ended: dict[int, nn.Module | None] = field(default_factory=dict)  # … from the end, if another phase has followed
    when: list[int] = field(default_factory=list)  # the numbers of the first and the last step, among all loops'
    fresh: nn.Module | None = None
    optimizer: Any = None
    trained: nn.Module | None = None
    averaged: nn.Module | None = None
    scheduled: Any = None
    live: Any = None
    takers: list[int] = field(default_factory=list)
    losses: list[list[Tensor]] = field(default_factory=list)  # one a step, of each ``backward``
    rates: list[float] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    modes: list[dict[str, bool]] = field(default_factory=list)  # of each model
    half: torch.dtype | None = None
    moving: bool = False
    alone: bool = True
    begun: bool = False
    first: Backward | None = None
    batches: list[Batch] = field(default_factory=list)
    source: int | None = None  # the data set that they come from …
    rows: int | None = None  # … and how many rows it has
    met: list[Tensor | Bundle] = field(default_factory=list)  # what the model was evaluated on
    judged: list[Batch] = field(default_factory=list)  # … where the targets are known
    told: WeakIdKeyDictionary = field(default_factory=WeakIdKeyDictionary)  # what was made of answers there
    judged_in: bool | None = None  # the model's mode when it was last evaluated
    validation_losses: list[float] = field(default_factory=list)
    why: dict[str, str] = field(default_factory=dict)

    def composed(self, models: Sequence[nn.Module]) -> nn.Module:
        """Return copies of the models as one: the model itself, if there is but one and nothing around it."""
        way, start = (self.first.way, self.first.inputs) if self.first else (None, None)
        if len(models) == 1 and (way is None or (len(way.calls) == 1 and way.calls[0].is_plain(start))):
            return models[0]
        return Chain(models, [id(model) for model in self.models], way, start)

    def holds(self, model: nn.Module) -> bool:
        """Whether it trains any parameter of a model."""
        return any(id(parameter) in self.held for parameter in model.parameters())

    def meets(self, other: "Loop") -> bool:
        """Whether both went on at the same time, and not one after the other."""
        return self.when[0] < other.when[-1] and other.when[0] < self.when[-1]

    @property
    def close(self) -> bool:
        """Whether steps are still looked at closely."""
        return len(self.takers) < FEWEST or (len(self.takers) < MOST and _samples(self.batches) < SAMPLES)

    @property
    def wants_judged(self) -> bool:
        """Whether more of the validation part is to be seen."""
        return bool(self.batches) and sum(map(len, self.met)) < SAMPLES


def parameters(model: nn.Module) -> set[int]:
    """Return the ids of a model's parameters."""
    return {id(parameter) for parameter in model.parameters()}


def _samples(batches: list[Batch]) -> int:
    return sum(len(inputs) for inputs, _ in batches)
