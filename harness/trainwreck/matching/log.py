"""What a log says of a run: how its losses, scores and rates went. Knows no file."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

Values = tuple[float, ...]


@dataclass(frozen=True)
class Log:
    """The series of one run, each as often as it was logged and in order of time; NaN and infinities are kept.

    ``losses``             the training loss, one a step or an epoch.
    ``validation_losses``  the loss on the validation part. ``validation``, ``training``: scores, higher is better.
    ``rates``              the learning rate.

    >>> Log(losses=(2.3, 1.0, float("nan"))).ended
    True
    """

    losses: Values
    validation_losses: Values = ()
    validation: Values = ()
    training: Values = ()
    rates: Values = ()

    @property
    def ended(self) -> bool:
        """Whether some loss is not finite."""
        return not all(map(math.isfinite, self.losses))

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the series that there are."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name))

    def only(self, parts: Sequence[str]) -> "Log":
        """Return what there is if these series are logged and no others; one that the run did not get to is NaN."""
        return Log(**{name: getattr(self, name) or (math.nan,) for name in parts})
