"""Curves as lines of text: the losses of runs, or their scores where the losses do not tell what is wrong."""

import math
from collections.abc import Callable, Mapping, Sequence

from trainwreck.pairs.entries import BROKEN
from trainwreck.pairs.loading import Pair
from trainwreck.pairs.symptoms import late_loss
from trainwreck.training.recipe import delta
from trainwreck.training.run import Run

BLOCKS = "▁▂▃▄▅▆▇█"
NOT_FINITE = "✕"
TOP, MIDDLE = len(BLOCKS) - 1, 3  # a curve that stands still is drawn in the middle
WIDTH = 16  # characters

LEFT = 1 / 3  # the losses tell if the broken run keeps more than this share of its first loss …
ABOVE = 1.5  # … and ends at more than this many times the fixed run's


def pictured(pair: Pair, runs: Mapping[str, Run]) -> str:
    """Draw runs of a pair's recipes on one scale, and say what is drawn: losses, or the judged score by epoch."""
    if _losses_tell(pair, runs):
        what, curves = "loss", sparklines({name: run.losses for name, run in runs.items()})
    else:
        what = f"{'honesty' if pair.judged_by_report else 'score'} per epoch"
        scores = {
            name: [pair.judge(one) for one in (*(e.scores for e in run.epochs), run.final)]
            for name, run in runs.items()
        }
        curves = sparklines(scores, bounds=(0, 1))
    return f"{what}: " + "   ".join(f"{name} {curve}" for name, curve in curves.items())


def worst(pair: Pair, recipe: str, runs: Sequence[Run]) -> int:
    """Return which run counts most against a recipe: the best one of a broken recipe, and the worst of any other."""
    scores = [pair.judge(run.final) for run in runs]
    return scores.index(max(scores) if recipe == BROKEN else min(scores))


def _losses_tell(pair: Pair, runs: Mapping[str, Run]) -> bool:
    broken = runs.get(BROKEN)
    fixed = [(name, run) for name, run in runs.items() if name != BROKEN]
    if broken is None or pair.broken is None or not fixed or broken.diverged_at is not None:
        return True
    if pair.judged_by_report:
        return False
    late = late_loss(broken.losses)
    return late > LEFT * broken.losses[0] and all(
        late > ABOVE * late_loss(run.losses) and "loss" not in delta(pair.broken, pair.fixes[name])
        for name, run in fixed
    )


def sparklines(
    series: Mapping[str, Sequence[float]], bounds: tuple[float, float] | None = None, width: int = WIDTH
) -> dict[str, str]:
    """Draw series as lines of at most ``width`` blocks, all on one scale; ``✕`` stands for what is not finite.

    The first block is the first value, each other one the mean of its stretch. Without ``bounds`` the scale reaches
    from the least to the largest of all values. It is logarithmic if all are positive, as losses mostly are, and never
    so fine that a curve which stands still seems to move.

    >>> sparklines({"broken": [2.3, 2.31, 2.3, 2.29], "fixed": [2.3, 1.0, 0.5, 0.2]})
    {'broken': '████', 'fixed': '█▆▄▁'}
    >>> sparklines({"broken": [2.3, 2.31, 2.3, 2.29]})
    {'broken': '▄▄▄▄'}
    >>> sparklines({"broken": [2.0, 4.0, float("nan")], "fixed": [2.0, 1.0, 0.5]})
    {'broken': '▆█✕', 'fixed': '▆▃▁'}
    """
    thinned = {name: _thinned(values, width) for name, values in series.items()}
    finite = [value for values in thinned.values() for value in values if math.isfinite(value)]
    height = _clamped(*bounds) if bounds else _fitted(finite)
    return {
        name: "".join(BLOCKS[height(value)] if math.isfinite(value) else NOT_FINITE for value in values)
        for name, values in thinned.items()
    }


def _thinned(values: Sequence[float], width: int) -> list[float]:
    """Return the first value and the means of equal stretches of the others."""
    stretch = max(1, math.ceil((len(values) - 1) / (width - 1)))
    parts = (values[i : i + stretch] for i in range(1, len(values), stretch))
    return [*values[:1], *(sum(part) / len(part) for part in parts)]


def _fitted(finite: Sequence[float]) -> Callable[[float], int]:
    """Return the scale for these values: from a value to the number of its block."""
    if finite and min(finite) > 0:
        height = _clamped(*_widened(math.log(min(finite)), math.log(max(finite)), math.log(2)))
        return lambda value: height(math.log(value))
    low, high = min(finite, default=0.0), max(finite, default=0.0)
    return _clamped(*_widened(low, high, max(-low, high) / 2 or 1.0))


def _widened(low: float, high: float, least: float) -> tuple[float, float]:
    """Return a range of at least ``least``; what is missing is added so that a single value comes to the middle."""
    missing = max(0.0, least - (high - low))
    low -= missing * MIDDLE / TOP
    return low, max(high, low + least)


def _clamped(low: float, high: float) -> Callable[[float], int]:
    return lambda value: round(TOP * min(1.0, max(0.0, (value - low) / (high - low))))
