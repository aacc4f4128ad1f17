"""A task: what is to be learned, and the only judge of whether it was."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from torch import Tensor

from trainwreck.training.split import Split

Score = Callable[[Tensor, Tensor], float]
Standard = Callable[[Split], Callable[[Tensor], Tensor]]


class Images(Protocol):
    """A source of images."""

    @property
    def name(self) -> str:
        """The source's name, as it stands in records."""

    def draw(self, seed: int, available: int, held_back: int) -> tuple[Split, Split]:
        """Return two random, disjoint splits of these sizes; the second is held back."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Task:
    """Data from a seed, a score (higher is better), and the score at which the task counts as learned.

    ``data(seed)`` returns what the practitioner is given, and a split that is held back from them.
    ``score(outputs, targets)`` returns one number. ``with_images(images)`` returns the same task on images from another
    source; None where no images are needed. ``standard`` is a good standard model, from ``trainwreck.tasks.standards``:
    it takes what the practitioner is given, returns a function from new inputs to outputs, and the goal lies close to
    what it scores.
    """

    data: Callable[[int], tuple[Split, Split]]
    score: Score
    goal: float
    with_images: "Callable[[Images], Task] | None" = None
    standard: Standard | None = None
