"""The statistics against values worked out by hand."""

import numpy as np
import pytest

from trainwreck.proof.statistics import mean_interval, paired_gain


def test_five_gains_of_one_sign_have_one_chance_in_32():
    assert paired_gain([0, 0, 0, 0, 0], [0.1, 0.2, 0.3, 0.4, 0.5]).p == 1 / 32


def test_the_smallest_of_five_gains_turned_round_doubles_the_chance():
    # Of the 32 patterns of signs, only "all plus" and "minus the smallest" reach the observed sum of 13.
    assert paired_gain([0, 0, 0, 0, 0], [-1, 2, 3, 4, 5]).p == 2 / 32


def test_five_losses_instead_of_gains_are_no_evidence_at_all():
    assert paired_gain([1, 1, 1, 1, 1], [0, 0, 0, 0, 0]).p == 1.0


def test_no_difference_is_no_evidence_at_all():
    assert paired_gain([0.5] * 5, [0.5] * 5).p == 1.0


def test_mean_and_smallest_gain_are_those_of_the_pairs():
    gain = paired_gain([0.1, 0.2, 0.3, 0.4, 0.5], [0.2, 0.4, 0.6, 0.8, 1.0])
    assert gain.smallest == pytest.approx(0.1)
    assert gain.mean == pytest.approx(0.3)


def test_the_interval_of_equal_gains_is_a_point():
    gain = paired_gain([0.0] * 5, [0.25] * 5)
    assert (gain.low, gain.high) == (0.25, 0.25)


def test_the_interval_is_student_s():
    # Mean 0.3, standard deviation √0.025, n = 5, and t at 97.5 % with four degrees of freedom is 2.776.
    gain = paired_gain([0.0] * 5, [0.1, 0.2, 0.3, 0.4, 0.5])
    half = 2.776 * 0.025**0.5 / 5**0.5
    assert (gain.low, gain.high) == (pytest.approx(0.3 - half, abs=1e-4), pytest.approx(0.3 + half, abs=1e-4))
    assert gain.effect == pytest.approx(0.3 / 0.025**0.5)


@pytest.mark.parametrize("n", [5, 20])
def test_the_interval_covers_the_mean_as_often_as_it_says(n):
    draws = np.random.default_rng(1).normal(0.5, 0.1, size=(4000, n))
    covered = np.mean([low <= 0.5 <= high for low, high in map(mean_interval, draws)])
    assert covered == pytest.approx(0.95, abs=0.011)  # 3.2 standard errors of 4,000 draws


def test_equal_gains_have_no_effect_size():
    assert paired_gain([0.0] * 5, [0.25] * 5).effect is None
