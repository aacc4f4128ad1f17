"""Runs over time: what several runs of several recipes did, and the one that stands for each recipe's."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """What one run did.

    ``values``  its losses, or its scores after epochs; all finite, but for scores that may be NaN.
    ``at``      where each of them stands: the step, or the epoch.
    ``ended``   the step at which the loss was no longer finite.
    ``final``   the score of the model that came out.
    """

    values: Sequence[float]
    at: Sequence[float]
    ended: float | None = None
    final: float | None = None

    @classmethod
    def of_losses(cls, losses: Sequence[float]) -> "Curve":
        """Return the curve of all losses of a run, one a step; one that is not finite ends it.

        >>> Curve.of_losses([2.0, math.nan])
        Curve(values=[2.0], at=[0], ended=1, final=None)
        """
        ended = next((step for step, loss in enumerate(losses) if not math.isfinite(loss)), None)
        values = list(losses[:ended])
        return cls(values, list(range(len(values))), ended)

    @classmethod
    def of_scores(cls, scores: Sequence[float], final: float | None = None) -> "Curve":
        """Return the curve of the scores after each epoch, and of the model that came out."""
        return cls(list(scores), [epoch + 1 for epoch in range(len(scores))], final=final)


@dataclass(frozen=True)
class Series:
    """The runs of one recipe, under a label, and whether it is the broken one."""

    label: str
    runs: Sequence[Curve]
    broken: bool = False


def median(runs: Sequence[Curve]) -> tuple[Numbers, Numbers]:
    """Return where the median of several runs stands, and what it is, while more than half of them go on.

    A loss that is no longer finite counts as greater than any other. So the median may end in infinity.

    >>> places, values = median([Curve([4, 2], [0, 2]), Curve([4, 4, 4], [0, 1, 2]), Curve([1, 1], [0, 2])])
    >>> places.tolist(), values.tolist()
    ([0.0, 1.0, 2.0], [4.0, 3.0, 2.0])
    """
    places = np.unique(np.concatenate([np.asarray(run.at, dtype=float) for run in runs] or [np.array([])]))
    table = np.array([_spread(run, places) for run in runs if len(run.at) or run.ended is not None])
    if not table.size:
        return places[:0], places[:0]
    there = (~np.isnan(table)).sum(axis=0) * 2 > len(runs)
    return places[there], np.nanmedian(table[:, there], axis=0)


def _spread(run: Curve, places: Numbers) -> Numbers:
    """Return a run's values at these places: between its own on a straight line, after its end none or infinity."""
    after = math.nan if run.ended is None else math.inf
    if not len(run.at):
        return np.full(len(places), after)
    return np.interp(places, run.at, run.values, right=after)
