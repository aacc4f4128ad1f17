"""Is a fix better, by how much, and could that be luck? The runs are paired: same seed, same data."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

SIGNIFICANCE = 0.05
FEWEST_SEEDS = 5  # the sign-flip test's smallest p is 1/2^seeds, and 1/16 is not below 0.05
SAME = 1e-12  # differences below this are rounding
MOST_FLIPS = 2**13  # up to 13 seeds the sign-flip test is exact; beyond, that many random flips stand for all


@dataclass(frozen=True)
class Gain:
    """What a fix adds to the judged score.

    ``smallest`` and ``mean`` over the seeds; ``low`` and ``high`` end Student's 95 % interval of the mean; ``effect``
    is the mean over the standard deviation of the gains, None if they are all the same; ``p`` is the one-sided
    sign-flip test's, for "the fix is no better".
    """

    smallest: float
    mean: float
    low: float
    high: float
    effect: float | None
    p: float


def paired_gain(broken: Sequence[float], fixed: Sequence[float]) -> Gain:
    """Compare two equally long series of scores, one pair a seed.

    If the fix did nothing, each pair could as well be swapped, which flips the sign of its gain. ``p`` is the
    share of all sign patterns whose mean gain is at least the one observed (E. J. G. Pitman, 1937): with five
    pairs, all better, 1/32. The interval is Student's, because a percentile bootstrap of five values covers the mean
    too rarely.

    >>> paired_gain([0.1, 0.1, 0.1, 0.1, 0.1], [0.9, 0.9, 0.9, 0.9, 0.9]).p
    0.03125
    """
    gains = np.subtract(fixed, broken)
    test = stats.permutation_test(
        (gains,),
        np.mean,
        permutation_type="samples",  # of one sample: flip signs
        alternative="greater",
        n_resamples=MOST_FLIPS,
        rng=np.random.default_rng(0),
    )
    low, high = mean_interval(gains)
    return Gain(
        smallest=float(gains.min()),
        mean=float(gains.mean()),
        low=low,
        high=high,
        effect=float(gains.mean() / gains.std(ddof=1)) if np.ptp(gains) > SAME else None,
        p=float(test.pvalue),
    )


def mean_interval(values: NDArray[np.float64], confidence: float = 0.95) -> tuple[float, float]:
    """Return the ends of Student's interval of the mean of ``values``, two or more; of equal values it is a point.

    >>> [round(end, 3) for end in mean_interval(np.array([1.0, 2.0, 3.0]))]  # 2 ± 4.303 × 1 / √3
    [-0.484, 4.484]
    """
    mean = float(values.mean())
    if np.ptp(values) <= SAME:
        return mean, mean
    low, high = stats.t.interval(confidence, len(values) - 1, mean, stats.sem(values))
    return float(low), float(high)


def holm(p: Sequence[float]) -> list[float]:
    """Return the p values of a family of tests, adjusted: in one family of 20, one of them is below 0.05 by chance.

    Source: S. Holm, A simple sequentially rejective multiple test procedure, 1979.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order = np.argsort(p)
    stepped = np.take(p, order) * np.arange(len(p), 0, -1)
    adjusted = np.empty(len(p))
    adjusted[order] = np.maximum.accumulate(stepped).clip(max=1.0)
    return [float(value) for value in adjusted]


def most_failures(failed: int, trials: int) -> float:
    """Return the largest share of failures that is compatible with so many among so many trials, at 95 %.

    It is the upper end of the one-sided exact interval (C. Clopper and E. Pearson, 1934).

    >>> round(most_failures(0, 20), 3)  # (1 − share)²⁰ = 0.05
    0.139
    """
    test = stats.binomtest(failed, trials, alternative="less")
    return float(test.proportion_ci(0.95, method="exact").high)
