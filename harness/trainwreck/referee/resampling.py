"""Averages in which every scenario counts once, and how far they would stray with other scenarios.

The recipes and seeds of one scenario are no independent cases: they share data, network and fault. So a figure is the
mean over scenarios of what each has by itself, and its 95 % interval comes from drawing whole scenarios again, as a
bootstrap over clusters does. Source: A. C. Davison, D. V. Hinkley, Bootstrap methods and their application, 1997.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

DRAWS = 2000
FEWEST = 5  # scenarios: the spread of fewer tells nothing
PERCENTILES = (2.5, 97.5)

Groups = Mapping[str, Iterable[float]]  # the values of each scenario, by its name


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval; None where there is nothing to count, or too little to know how far it strays.

    ``cases``, ``scenarios``  how many it is made from.
    """

    value: float | None
    low: float | None
    high: float | None
    cases: int
    scenarios: int

    def __str__(self) -> str:
        if self.value is None:
            return ""
        shown = f"{self.value:.2f}"
        return shown if self.low is None or self.high is None else f"{shown} ({self.low:.2f}–{self.high:.2f})"


def share(values: Groups) -> Estimate:
    """Return the mean over scenarios of shares; where all scenarios agree, with Wilson's interval for so many of them.

    A bootstrap of what does not vary would pretend to be certain.

    >>> share({"a": [1, 0], "b": [1]})
    Estimate(value=0.75, low=None, high=None, cases=3, scenarios=2)
    """
    means, cases = _means(values)
    if len(means) >= FEWEST and len(set(means.values())) == 1:
        hits = round(len(means) * next(iter(means.values())))
        interval = stats.binomtest(hits, len(means)).proportion_ci(method="wilson")
        ends: tuple[float, float] | None = (float(interval.low), float(interval.high))
    else:
        ends = _ends([means])
    return _estimate(_mean(means), ends, cases, len(means))


def difference(first: Groups, second: Groups) -> Estimate:
    """Return the mean over scenarios of the first less that of the second; a scenario may be in either or in both.

    >>> difference({"a": [1, 0], "b": [1]}, {"a": [0], "c": [1, 0, 0, 0]}).value
    0.625
    """
    (ours, our_cases), (theirs, their_cases) = _means(first), _means(second)
    a, b = _mean(ours), _mean(theirs)
    value = None if a is None or b is None else a - b
    return _estimate(value, _ends([ours, theirs]), our_cases + their_cases, len({*ours, *theirs}))


def mean(values: Groups) -> Estimate:
    """Return the mean over scenarios of any numbers.

    >>> mean({"a": [2, 4], "b": [5]}).value
    4.0
    """
    means, cases = _means(values)
    return _estimate(_mean(means), _ends([means]), cases, len(means))


def ranked_above(higher: Groups, lower: Groups) -> Estimate:
    """Return the chance that a value of the first is above one of the second, half of it if they are equal: the AUC.

    Here a case counts once, not a scenario; drawn again are scenarios.

    >>> ranked_above({"a": [0.9, 0.4]}, {"a": [0.4], "b": [0.1]}).value
    0.875
    """
    names = sorted({*higher, *lower})
    ours = [np.fromiter(higher.get(name, ()), float) for name in names]
    theirs = [np.fromiter(lower.get(name, ()), float) for name in names]
    wins = np.array([[_wins(a, b) for b in theirs] for a in ours]).reshape(len(names), len(names))
    pairs = np.array([[len(a) * len(b) for b in theirs] for a in ours]).reshape(len(names), len(names))
    if not pairs.sum():
        return Estimate(None, None, None, 0, 0)
    weights = _weights(len(names))
    drawn = ((weights @ wins) * weights).sum(1), ((weights @ pairs) * weights).sum(1)
    cases = sum(map(len, [*ours, *theirs]))
    return _estimate(float(wins.sum() / pairs.sum()), _percentiles(drawn[0], drawn[1], len(names)), cases, len(names))


def _wins(a: NDArray[Any], b: NDArray[Any]) -> float:
    return float((a[:, None] > b).sum() + 0.5 * (a[:, None] == b).sum())


def _means(values: Groups) -> tuple[dict[str, float], int]:
    there = {name: list(numbers) for name, numbers in values.items()}
    return {name: float(np.mean(ns)) for name, ns in there.items() if ns}, sum(map(len, there.values()))


def _mean(means: Mapping[str, float]) -> float | None:
    return float(np.mean(list(means.values()))) if means else None


def _ends(signed: list[dict[str, float]]) -> tuple[float, float] | None:
    """Return the ends of the interval of the first means, less the second ones if there are any."""
    names = sorted(set().union(*signed))
    weights = _weights(len(names))
    total, ever = np.zeros(DRAWS), np.ones(DRAWS)
    for sign, means in zip((1, -1), signed, strict=False):
        there = np.array([name in means for name in names], dtype=float)
        counted = weights @ there
        with np.errstate(invalid="ignore", divide="ignore"):
            total += sign * (weights @ np.array([means.get(name, 0.0) for name in names])) / counted
        ever *= counted > 0
    return _percentiles(np.where(ever > 0, total, 0), ever, len(names))


def _percentiles(total: NDArray[Any], counted: NDArray[Any], scenarios: int) -> tuple[float, float] | None:
    if scenarios < FEWEST:
        return None
    drawn = total[counted > 0] / counted[counted > 0]
    if not drawn.size or np.ptp(drawn) < 1e-12:  # where nothing varies, no interval could be told from it
        return None
    low, high = np.percentile(drawn, PERCENTILES)
    return float(low), float(high)


@cache
def _weights(scenarios: int) -> NDArray[Any]:
    """Return how often each scenario is drawn, a row a draw; the same ones whoever asks."""
    if not scenarios:
        return np.zeros((DRAWS, 0))
    return np.random.default_rng(0).multinomial(scenarios, np.full(scenarios, 1 / scenarios), size=DRAWS).astype(float)


def _estimate(value: float | None, ends: tuple[float, float] | None, cases: int, scenarios: int) -> Estimate:
    if value is None:
        return Estimate(None, None, None, cases, scenarios)
    low, high = (None, None) if ends is None else (round(end, 4) for end in ends)
    return Estimate(round(value, 4), low, high, cases, scenarios)
