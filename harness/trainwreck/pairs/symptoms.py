"""Symptoms: what an observer sees of a run, defined by a measurement.

This module imports nothing heavy, so that the command line can name symptoms without loading PyTorch.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from statistics import fmean, median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainwreck.training.run import Run


class Symptom(StrEnum):
    """What can be seen of a run that goes wrong, without knowing why.

    >>> import trainwreck as tw
    >>> [entry.name for entry in tw.catalogue(symptom=Symptom.OSCILLATES)]
    ['unshuffled_batches', 'excessive_momentum']
    """

    DIVERGES = "diverges"
    MISLEADS = "misleads"
    OVERFITS = "overfits"
    OSCILLATES = "oscillates"
    STALLS = "stalls"
    BIASED = "biased"
    SLOW = "slow"
    UNDERFITS = "underfits"


# Each threshold is a ratio or a difference of scores, so that it means the same on every task.
EXPLODED = 2.0  # diverges: the loss ends at more than this many times its starting value
MISLED = 0.1  # misleads: the reported score exceeds the true one by more than this
GAP = 0.1  # overfits: the training score exceeds the true one by more than this
CLIMB = 0.5  # oscillates: in the second half, the loss climbs by more than this share of its mean, all climbs added
STRETCHES = 8  # … measured between the means of this many stretches
STALLED = 0.9  # stalls: the loss ends at more than this share of its starting value
IGNORED = 0.2  # biased: a class is predicted less than this share of the times it occurs
FALLING = 0.9  # slow: the last quarter's losses are below this share of the quarter's before


def observe(run: Run, learned: bool) -> Symptom | None:
    """Return the first symptom that the run shows, in this order; a healthy run shows none.

    ``learned``: whether the judged score reached the goal. A run that learned its task can still end in a
    diverging loss or mislead with its report; the other symptoms are ways of not having learned.

    diverges    the loss is no longer finite, or ends far above its start, or below any valid value
    misleads    the reported score is well above the true one
    overfits    the training score is well above the true one
    oscillates  the loss goes up and down again, late in the run
    stalls      the loss has hardly left its starting value
    biased      some class is hardly ever predicted
    slow        the loss is still falling when the epochs run out
    underfits   the loss has levelled off, and still the goal is missed
    """
    if _diverges(run):
        return Symptom.DIVERGES
    if run.final.reported - run.final.true > MISLED:
        return Symptom.MISLEADS
    if learned:
        return None
    if run.final.training - run.final.true > GAP:
        return Symptom.OVERFITS
    if _oscillates(run.losses):
        return Symptom.OSCILLATES
    if late_loss(run.losses) > STALLED * run.losses[0]:
        return Symptom.STALLS
    if run.predicted and min(run.predicted) < IGNORED:
        return Symptom.BIASED
    return Symptom.SLOW if _falls(run.losses) else Symptom.UNDERFITS


def late_loss(losses: Sequence[float]) -> float:
    """Return the median of the last tenth of the losses: where the training ended, less the batches' noise."""
    return median(losses[-max(1, len(losses) // 10) :])


def _diverges(run: Run) -> bool:
    if run.diverged_at is not None:
        return True
    start, end = run.losses[0], late_loss(run.losses)
    return end > EXPLODED * abs(start) or end < -abs(start)


def _oscillates(losses: Sequence[float]) -> bool:
    late = losses[len(losses) // 2 :]
    stretch = max(1, len(late) // STRETCHES)
    # The means of short stretches: they hide the noise from batch to batch, and keep the swings.
    level = [fmean(late[i : i + stretch]) for i in range(0, len(late), stretch)]
    climbed = sum(max(0.0, after - before) for before, after in pairwise(level))
    return climbed > CLIMB * abs(fmean(level))


def _falls(losses: Sequence[float]) -> bool:
    quarter = max(1, len(losses) // 4)
    return median(losses[-quarter:]) < FALLING * median(losses[-2 * quarter : -quarter] or losses[:1])
