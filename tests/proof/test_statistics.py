"""The statistics against values worked out by hand."""

import pytest

from trainwreck.proof.statistics import paired_gain


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


def test_the_interval_holds_the_mean_and_lies_within_the_gains():
    gain = paired_gain([0.0] * 5, [0.1, 0.2, 0.3, 0.4, 0.5])
    assert 0.1 <= gain.low < gain.mean < gain.high <= 0.5
