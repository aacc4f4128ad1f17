"""The statistics against values worked out by hand."""

import numpy as np
import pytest
from scipy.stats import bootstrap

from trainwreck.proof.statistics import holm, mean_interval, most_failures, paired_gain


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


@pytest.mark.parametrize(("n", "least"), [(5, 0.87), (20, 0.91), (100, 0.935)])
def test_of_skewed_values_the_interval_covers_the_mean_the_better_the_more_there_are(n, least):
    draws = np.random.default_rng(2).exponential(1.0, size=(4000, n))
    covered = np.mean([low <= 1.0 <= high for low, high in map(mean_interval, draws)])
    assert least < covered < 0.95 + 0.011


def test_the_bootstrap_would_cover_the_mean_of_twenty_skewed_values_no_better():
    draws = np.random.default_rng(3).exponential(1.0, size=(500, 20))
    ends = [bootstrap((own,), np.mean, n_resamples=500, method="BCa", rng=0).confidence_interval for own in draws]
    student = np.mean([low <= 1.0 <= high for low, high in map(mean_interval, draws)])
    assert np.mean([low <= 1.0 <= high for low, high in ends]) < student + 0.02


def test_the_smallest_p_of_four_counts_fourfold_and_none_falls_below_a_smaller_one():
    assert holm([0.04, 0.01, 0.02, 0.9]) == pytest.approx([0.08, 0.04, 0.06, 0.9])


def test_an_adjusted_p_is_never_above_one():
    assert holm([0.5, 0.6, 0.7]) == [1.0, 1.0, 1.0]


def test_of_a_family_without_any_effect_one_in_twenty_has_a_small_adjusted_p():
    families = np.random.default_rng(4).uniform(size=(2000, 30))
    assert np.mean([min(holm(family)) < 0.05 for family in families]) == pytest.approx(0.05, abs=0.015)


def test_no_failure_in_twenty_is_compatible_with_one_in_seven():
    assert most_failures(0, 20) == pytest.approx(1 - 0.05 ** (1 / 20))


def test_what_always_fails_may_fail_always():
    assert most_failures(20, 20) == 1.0


def test_one_failure_in_twenty_is_compatible_with_more():
    assert most_failures(1, 20) > most_failures(0, 20)
