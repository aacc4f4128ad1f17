"""What is compared of a log: shapes and ratios, which betray neither how long a run was, nor its loss's unit.

Each series is taken as a curve over its own length, constant from one value to the next: a run that is logged half
as often, or is twice as long, has the same features as far as it went the same way. A loss counts in multiples of its
first value, so that its unit drops out; a score is what it is, because it has no unit.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from trainwreck.matching.log import Log

Numbers = NDArray[np.float64]

LOSS, EPOCH = 16, 4  # stretches, of the losses and of what is measured once an epoch
FALLEN = 0.02  # of the first loss: what moves less stands still
PERCENT = 1.5  # a score above this is one in per cent
LEAST = -1.0  # scores that are lower say no more than this


def features(log: Log) -> Numbers:
    """Return the features of the series that a log has, in a row."""
    found = [_of_losses(log)]
    if log.validation_losses:
        found.append(_of_validation_losses(log))
    scores = [_scores(series) for series in (log.validation, log.training) if series]
    found += [_of_scores(series) for series in scores]
    if len(scores) > 1:
        validation, training = scores
        found.append(stretches(training, EPOCH) - stretches(validation, EPOCH))
    return np.concatenate(found)


def stretches(values: Sequence[float] | Numbers, count: int) -> Numbers:
    """Return the means of a curve over so many equal stretches of its length.

    >>> stretches([1.0, 3.0], 4).tolist(), stretches([1.0, 1.0, 3.0, 3.0], 4).tolist()
    ([1.0, 1.0, 3.0, 3.0], [1.0, 1.0, 3.0, 3.0])
    """
    until = np.concatenate([[0.0], np.cumsum(np.asarray(values, dtype=float))]) / len(values)
    ends = np.interp(np.linspace(0, 1, count + 1), np.linspace(0, 1, len(values) + 1), until)
    return np.diff(ends) * count


def finite(values: Sequence[float]) -> list[float]:
    """Return the values before the first that is not finite: what comes after it means nothing."""
    ended = next((place for place, value in enumerate(values) if not math.isfinite(value)), len(values))
    return list(values[:ended])


def start(losses: Sequence[float]) -> float:
    """Return the first loss without its sign: what others are told in multiples of."""
    return (abs(losses[0]) or 1.0) if math.isfinite(losses[0]) else 1.0


def _of_losses(log: Log) -> Numbers:
    """Return where the losses went, how they fell and climbed, and whether they ended in something not finite."""
    losses = finite(log.losses) or [1.0]
    level = _multiples(losses, LOSS)
    climbs = np.maximum(np.diff(level), 0)
    quarters = level.reshape(4, -1).mean(axis=1)
    fallen = max(level[0] - level[-1], FALLEN)
    shape = (level - level[0]) / max(np.ptp(level), FALLEN)  # whatever the loss could fall to
    course = [level.max(), level[-1], level.min(), climbs.sum(), climbs[LOSS // 2 :].sum()]
    ways = [(quarters[2] - quarters[3]) / fallen, float(np.argmin(level)) / LOSS]
    return np.concatenate([_tamed(level), shape, _tamed(np.array(course)), np.clip(ways, -3, 3), [float(log.ended)]])


def _of_validation_losses(log: Log) -> Numbers:
    """Return where the validation loss went, whether it turned, and how it stands to the training loss."""
    values = finite(log.validation_losses) or [1.0]
    level = _multiples(values, EPOCH)
    turned = values[-1] / max(min(values), 1e-9) if min(values) > 0 else 1.0
    losses = finite(log.losses)[-max(1, len(log.losses) // 10) :] or [1.0]
    beside = (values[-1] - np.median(losses)) / start(log.losses)
    return _tamed(np.array([*level, turned, beside]))


def _of_scores(scores: Numbers) -> Numbers:
    level = stretches(scores, EPOCH)
    return np.array([*level, scores[0], scores[-1], scores.max(), scores.max() - scores[-1]])


def _multiples(values: Sequence[float], count: int) -> Numbers:
    """Return a curve in multiples of its first value, whose sign is lost."""
    return np.asarray(stretches(values, count) / start(values))


def _scores(values: Sequence[float]) -> Numbers:
    scores = np.nan_to_num(np.array(values, dtype=float), nan=0.0, posinf=1.0, neginf=LEAST)
    return np.asarray(np.clip(scores / 100 if scores.max() > PERCENT else scores, LEAST, 1.0))


def _tamed(values: Numbers) -> Numbers:
    """Return a measure on which ten times as much is always as far away, and which zero and negatives have as well."""
    return np.asarray(np.arcsinh(100 * np.clip(values, -1e9, 1e9)))
