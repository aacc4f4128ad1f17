"""Is a fix better, by how much, and could that be luck? The runs are paired: same seed, same data."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

SIGNIFICANCE = 0.05
FEWEST_SEEDS = 5  # the sign-flip test's smallest p is 1/2^seeds, and 1/16 is not below 0.05
MOST_FLIPS = 2**13  # up to 13 seeds the sign-flip test is exact; beyond, that many random flips stand for all


@dataclass(frozen=True)
class Gain:
    """What a fix adds to the judged score.

    ``smallest`` and ``mean`` over the seeds; ``low`` and ``high`` end a 95 % bootstrap interval of the mean;
    ``p`` is the one-sided sign-flip test's, for "the fix is no better".
    """

    smallest: float
    mean: float
    low: float
    high: float
    p: float


def paired_gain(broken: Sequence[float], fixed: Sequence[float]) -> Gain:
    """Compare two equally long series of scores, one pair a seed.

    If the fix did nothing, each pair could as well be swapped, which flips the sign of its gain. ``p`` is the
    share of all sign patterns whose mean gain is at least the one observed (E. J. G. Pitman, 1937): with five
    pairs, all better, 1/32.

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
    interval = stats.bootstrap(
        (gains,), np.mean, method="percentile", n_resamples=2000, rng=np.random.default_rng(0)
    ).confidence_interval
    return Gain(
        smallest=float(gains.min()),
        mean=float(gains.mean()),
        low=float(interval.low),
        high=float(interval.high),
        p=float(test.pvalue),
    )
