"""What is compared of a log does not betray how long it is, how often it was logged, or in which unit."""

import math

import numpy as np
import pytest

from trainwreck.matching.features import features, stretches
from trainwreck.matching.log import Log

STEPS = tuple(2.3 * math.exp(-step / 40) + 0.1 * math.cos(step) for step in range(160))
LOG = Log(
    losses=STEPS,
    validation_losses=STEPS[::20],
    validation=tuple(place / 10 for place in range(8)),
    training=tuple(place / 9 for place in range(8)),
)


def twice(values: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(value for value in values for _ in range(2))


def test_a_run_that_is_logged_twice_as_often_has_the_same_features():
    doubled = Log(twice(LOG.losses), twice(LOG.validation_losses), twice(LOG.validation), twice(LOG.training))
    np.testing.assert_allclose(features(doubled), features(LOG), atol=0.05)


def test_a_run_that_is_logged_every_other_step_has_nearly_the_same_features():
    rarer = Log(STEPS[::2], *(getattr(LOG, part) for part in LOG.parts[1:]))
    assert np.abs(features(rarer) - features(LOG)).max() < 0.5  # of a measure on which e times as much is 1 away


@pytest.mark.parametrize("unit", [10.0, 0.001])
def test_the_losss_unit_drops_out(unit):
    scaled = Log(
        tuple(unit * loss for loss in STEPS), tuple(unit * loss for loss in STEPS[::20]), *(LOG.validation,) * 2
    )
    plain = Log(STEPS, STEPS[::20], *(LOG.validation,) * 2)
    np.testing.assert_allclose(features(scaled), features(plain), atol=1e-6)


def test_a_score_in_per_cent_is_the_same_score():
    percent = Log(STEPS, validation=tuple(100 * score for score in LOG.validation))
    np.testing.assert_allclose(features(percent), features(Log(STEPS, validation=LOG.validation)), atol=1e-9)


def test_a_run_that_falls_and_one_that_rises_differ():
    assert np.abs(features(Log(STEPS)) - features(Log(STEPS[::-1]))).max() > 1


def test_a_loss_that_is_not_finite_makes_a_difference_and_what_comes_after_it_none():
    ended = Log((*STEPS, math.nan))
    assert not np.array_equal(features(ended), features(Log(STEPS)))
    assert np.array_equal(features(ended), features(Log((*STEPS, math.nan, 5.0, math.inf))))


@pytest.mark.parametrize("losses", [(math.nan,), (0.0, 0.0, 0.0), (-1.0, -5.0, -50.0), (1e300, 1e-300, 1.0)])
def test_whatever_was_logged_has_finite_features(losses):
    scores = (math.nan, math.inf, -1e9)
    log = Log(losses, (math.inf, math.nan), scores, scores)
    assert np.isfinite(features(log)).all()


def test_stretches_are_the_means_of_a_curve_that_is_constant_between_its_values():
    assert stretches([1.0, 3.0, 5.0, 7.0], 2).tolist() == [2.0, 6.0]
