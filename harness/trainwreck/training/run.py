"""What one training of one recipe with one seed gave."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reading:
    """What a check read: a ``value`` to look at, of JSON's types, and whether it is ``suspicious``.

    >>> Reading(0.0, suspicious=True)
    Reading(value=0.0, suspicious=True)
    """

    value: Any
    suspicious: bool


@dataclass(frozen=True)
class Scores:
    """One model's score on three sets of samples.

    ``training``: those it was trained on. ``reported``: the practitioner's own validation part.
    ``true``: the held-back split, which the practitioner never had.
    """

    training: float
    reported: float
    true: float

    @property
    def honesty(self) -> float:
        """How near the reported score is to the true one, be it too high or too low; 1 is for no difference."""
        return 1 - abs(self.reported - self.true)


@dataclass(frozen=True)
class Epoch:
    """The state at the end of an epoch; the validation loss may be infinite or NaN."""

    scores: Scores
    validation_loss: float


@dataclass(frozen=True, kw_only=True)
class Run:
    """A finished training.

    ``losses``      one a step, before its update. One that is not finite is the last: it ended the run.
    ``epochs``      one for each epoch that was completed.
    ``final``       the scores of the model that came out, after any return to earlier weights.
    ``predicted``   for each class, how often it was predicted on the held-back split over how often it is there;
                    empty for regression.
    ``wavering``    for what share of the validation samples the final model's outputs differ if it is asked again.
    ``seconds``     wall-clock time, data and evaluation included.
    ``reading``     what the check of the fault read of this set-up; None if it was not asked, or does not apply.
    ``null_report`` what a run on permuted targets reported; None if there was none.

    >>> good = Scores(training=1.0, reported=0.9, true=0.875)
    >>> run = Run(seed=0, losses=(2.3, math.nan), epochs=(), final=good, predicted=(), seconds=0.1)
    >>> run.diverged_at, round(run.final.honesty, 3)
    (1, 0.975)
    """

    seed: int
    losses: tuple[float, ...]
    epochs: tuple[Epoch, ...]
    final: Scores
    predicted: tuple[float, ...]
    seconds: float = field(compare=False)
    wavering: float = 0.0
    reading: Reading | None = None
    null_report: float | None = None

    @property
    def diverged_at(self) -> int | None:
        """The step, counted from 0, at which the loss was no longer finite."""
        return len(self.losses) - 1 if self.losses and not math.isfinite(self.losses[-1]) else None

    def as_dict(self) -> dict[str, Any]:
        """Return the run in JSON's types; a float that JSON does not have is given by its name."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Run":
        """Return what ``as_dict`` was made from."""
        return cls(
            seed=values["seed"],
            losses=tuple(float(loss) for loss in values["losses"]),
            epochs=tuple(Epoch(_scores(e["scores"]), float(e["validation_loss"])) for e in values["epochs"]),
            final=_scores(values["final"]),
            predicted=tuple(float(share) for share in values["predicted"]),
            seconds=values["seconds"],
            wavering=values["wavering"],
            reading=values["reading"] and Reading(**values["reading"]),
            null_report=None if values["null_report"] is None else float(values["null_report"]),
        )


def _scores(values: Mapping[str, Any]) -> Scores:
    return Scores(**{name: float(value) for name, value in values.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return repr(value) if isinstance(value, float) and not math.isfinite(value) else value
