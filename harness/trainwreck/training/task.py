"""A task: what is to be learned, and the only judge of whether it was."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from numbers import Real
from typing import Protocol

from torch import Tensor

from trainwreck.errors import UserError, require
from trainwreck.training.split import Split

Score = Callable[[Tensor, Tensor], float]
Standard = Callable[[Split], Callable[[Tensor], Tensor]]


class Images(Protocol):
    """A source of images."""

    @property
    def name(self) -> str:
        """The source's name, as it stands in records."""

    @property
    def handicap(self) -> float:
        """How much less a good model scores on these images than on the digits that goals are meant for."""

    @property
    def more_to_judge(self) -> int:
        """How many more images are held back than a task asks for, where there are images to spare."""

    def draw(self, seed: int, available: int, held_back: int) -> tuple[Split, Split]:
        """Return two random, disjoint splits of these sizes; the second is held back."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Task:
    """Data from a seed, a score (higher is better), and the score at which the task counts as learned.

    ``data(seed)`` returns what the practitioner is given, and a split that is held back from them.
    ``score(outputs, targets)`` returns one number. ``with_images(images)`` returns the same task on images from another
    source; None where no images are needed. ``standard`` is a good standard model, from ``trainwreck.tasks.standards``:
    it takes what the practitioner is given, returns a function from new inputs to outputs, and the goal lies close to
    what it scores. ``chance`` is the score of knowing nothing: of the best answer that is the same for every input.

    >>> import torch, trainwreck as tw
    >>> def signs(seed):
    ...     inputs = torch.randn(100, 1, generator=torch.Generator().manual_seed(seed))
    ...     return tw.Split(inputs, (inputs[:, 0] > 0).long()).cut(80)
    >>> task = Task(data=signs, score=tw.accuracy, goal=0.9, chance=0.5)
    >>> [len(part) for part in task.data(0)]
    [80, 20]
    """

    data: Callable[[int], tuple[Split, Split]]
    score: Score
    goal: float
    chance: float = 0.0
    with_images: "Callable[[Images], Task] | None" = None
    standard: Standard | None = None

    def __post_init__(self) -> None:
        for name in ("data", "score"):
            require(self, name, callable(getattr(self, name)), "a function")
        for name in ("with_images", "standard"):
            value = getattr(self, name)
            require(self, name, value is None or callable(value), "a function or None")
        for name in ("goal", "chance"):
            value = getattr(self, name)
            require(self, name, isinstance(value, Real) and math.isfinite(value), "a finite number")

    def scored(self, outputs: Tensor, targets: Tensor) -> float:
        """Return the score, having seen to it that it is a number: it may be NaN, which reaches no goal."""
        value = self.score(outputs, targets)
        if not isinstance(value, Real) or math.isinf(value):
            raise UserError(
                f"The task's score must return a finite number, and returned {value!r}. Return a float; a tensor's "
                "`.item()` is one."
            )
        return float(value)
