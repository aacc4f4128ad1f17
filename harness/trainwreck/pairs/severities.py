"""Severities: how much of a fault there is, from a dose that hardly hurts to one that kills."""

from collections.abc import Callable
from dataclasses import dataclass

from trainwreck.errors import require
from trainwreck.training.recipe import Recipe
from trainwreck.training.task import Task

LEVELS = 5


@dataclass(frozen=True, eq=False)
class Severities:
    """Five doses of a fault, in the order of their harm; severity 1 is the first.

    ``of``     what is dosed, as a phrase: "learning rate".
    ``at``     returns the broken recipe with a dose; or the task, where the fault lies in the data.
    ``doses``  five numbers, in steps that a practitioner would meet.
    ``plain``  the dose of the scenario itself, one of them.

    >>> from dataclasses import replace
    >>> from functools import partial
    >>> import torch, trainwreck as tw
    >>> broken = tw.load("high_learning_rate").broken
    >>> def with_rate(rate):
    ...     return replace(broken, optimizer=partial(torch.optim.SGD, lr=rate))
    >>> rates = Severities("learning rate", at=with_rate, doses=(0.3, 0.5, 1.0, 3.0, 10.0), plain=1.0)
    >>> rates.at(3.0).optimizer.keywords
    {'lr': 3.0}
    """

    of: str
    at: Callable[[float], Recipe | Task]
    doses: tuple[float, ...]
    plain: float

    def __post_init__(self) -> None:
        require(self, "of", isinstance(self.of, str) and bool(self.of.strip()), 'a phrase, such as "learning rate"')
        require(self, "at", callable(self.at), "a function from a dose to a Recipe or a Task")
        numbers = isinstance(self.doses, tuple) and all(isinstance(dose, int | float) for dose in self.doses)
        sorted_ = numbers and self.doses in (rising := tuple(sorted(self.doses)), rising[::-1])
        require(self, "doses", sorted_ and len(set(self.doses)) == LEVELS, "five numbers, rising or falling")
        require(self, "plain", self.plain in self.doses, f"one of the doses {self.doses}")
