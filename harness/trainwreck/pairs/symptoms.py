"""Symptoms: what an observer sees of a run, each defined by a measurement.

All but one are measured without knowing how good a score could be.

A run may show several. Each measurement is itself judged like a detector, by how often it is seen on healthy runs.

This module imports nothing heavy, so that the command line can name symptoms without loading PyTorch.
"""

from __future__ import annotations

import math
from enum import StrEnum
from itertools import pairwise
from statistics import fmean, median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from trainwreck.training.run import Run


class Symptom(StrEnum):
    """What can be seen of a run that goes wrong, without knowing why; of several, the first here is the headline.

    >>> import trainwreck as tw
    >>> [entry.name for entry in tw.catalogue(symptom=Symptom.OSCILLATES)]
    ['excessive_momentum']
    """

    DIVERGES = "diverges"
    SPIKES = "spikes"
    MISLEADS = "misleads"
    WAVERS = "wavers"
    DEPARTS = "departs"
    OVERFITS = "overfits"
    OSCILLATES = "oscillates"
    SLOW = "slow"
    STALLS = "stalls"
    BIASED = "biased"
    UNDERFITS = "underfits"


# Each threshold is a ratio of losses or a difference of scores, so that it means the same on every task.
EXPLODED = 2.0  # diverges: the loss ends at more than this many times its starting value
LEAPT = 2.0  # spikes: three losses in a row are on average more than this many times the first, and it comes back
MISLED = 0.1  # misleads: the reported score exceeds the true one by more than this
WAVERED = 0.1  # wavers: for more than this share of the validation samples, a second answer is another one
DEPARTED = 2.5  # departs: the validation loss ends at more than this many times its lowest value
GAP = 0.15  # overfits: the training score exceeds the true one by more than this
CLIMB = 0.4  # oscillates: in the second half, the loss climbs by more than this share of its start, all climbs added
STRETCHES = 8  # … measured between the means of this many stretches
FALLEN = 0.02  # slow: the loss has fallen by more than this share of its start …
STILL_FALLING = 0.15  # … and more than this share of the fall is the last quarter's, where a straight line has 0.25
STALLED = 0.9  # stalls: the loss ends at more than this share of its starting value
IGNORED = 0.2  # biased: a class is predicted less than this share of the times it occurs


def observe(run: Run, reachable: float) -> frozenset[Symptom]:
    """Return all symptoms that a run shows.

    ``reachable``  a score that a good simple model reaches on the task: without it, nobody can call a score low.

    diverges    the loss is no longer finite, or ends far above its start, or below any valid value
    spikes      the loss leaps far above its start, and comes back down
    misleads    the reported score is well above the true one
    wavers      the model that came out gives other answers if it is asked again
    departs     the validation loss has turned, and ends far above its lowest value
    overfits    the training score is well above the true one
    oscillates  the loss goes up and down again, late in the run
    slow        the loss falls as evenly at the end as before
    stalls      the loss has hardly left its starting value
    biased      some class is hardly ever predicted
    underfits   the score is below what a good simple model reaches, on the training part as on new data
    """
    shown = {
        Symptom.DIVERGES: _diverges(run),
        Symptom.SPIKES: _spikes(run),
        Symptom.MISLEADS: run.final.reported - run.final.true > MISLED,
        Symptom.WAVERS: run.wavering > WAVERED,
        Symptom.DEPARTS: _departs(run),
        Symptom.OVERFITS: run.final.training - run.final.true > GAP,
        Symptom.OSCILLATES: _oscillates(run.losses),
        Symptom.SLOW: _slow(run.losses),
        Symptom.STALLS: late_loss(run.losses) > STALLED * run.losses[0],
        Symptom.BIASED: bool(run.predicted) and min(run.predicted) < IGNORED,
        Symptom.UNDERFITS: not (run.final.training >= reachable or run.final.true >= reachable),  # nor does NaN
    }
    return frozenset(symptom for symptom, seen in shown.items() if seen)


def headline(shown: Set[Symptom]) -> Symptom | None:
    """Return what a person would say first of these symptoms.

    >>> headline({Symptom.BIASED, Symptom.STALLS})
    <Symptom.STALLS: 'stalls'>
    """
    return min(shown, key=list(Symptom).index, default=None)


def late_loss(losses: Sequence[float]) -> float:
    """Return the median of the last tenth of the losses: where the training ended, less the batches' noise."""
    return median(losses[-max(1, len(losses) // 10) :])


def _diverges(run: Run) -> bool:
    if run.diverged_at is not None:
        return True
    start, end = run.losses[0], late_loss(run.losses)
    return end > EXPLODED * abs(start) or end < -abs(start)


def _spikes(run: Run) -> bool:
    if _diverges(run):
        return False
    highest = max(fmean(run.losses[step : step + 3]) for step in range(max(1, len(run.losses) - 2)))
    return highest > LEAPT * abs(run.losses[0])


def _departs(run: Run) -> bool:
    validation = [epoch.validation_loss for epoch in run.epochs]
    return bool(validation) and 0 < min(validation) < validation[-1] / DEPARTED < math.inf


def _oscillates(losses: Sequence[float]) -> bool:
    late = losses[len(losses) // 2 :]
    stretch = max(1, len(late) // STRETCHES)
    # The means of short stretches: they hide the noise from batch to batch, and keep the swings.
    level = [fmean(late[i : i + stretch]) for i in range(0, len(late), stretch)]
    climbed = sum(max(0.0, after - before) for before, after in pairwise(level))
    return climbed > CLIMB * abs(losses[0])


def _slow(losses: Sequence[float]) -> bool:
    quarter = max(1, len(losses) // 4)
    before, last = fmean(losses[-2 * quarter : -quarter] or losses[:1]), fmean(losses[-quarter:])
    fallen = losses[0] - late_loss(losses)
    return fallen > FALLEN * abs(losses[0]) and before - last > STILL_FALLING * fallen
