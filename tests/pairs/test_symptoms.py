"""Every symptom on a run made by hand, and on one that just misses it."""

import math

import pytest

from tests.conftest import make_run
from trainwreck.pairs.symptoms import Symptom, observe

FALLING = [2.0 * 0.95**step for step in range(100)]
FLAT = [1.0 + 0.01 * (-1) ** step for step in range(100)]
LEVEL = [2.0, *[1.0 + 0.01 * (-1) ** step for step in range(99)]]
WAVES = [2.0, *[1.0 + 0.8 * math.sin(step / 4) for step in range(99)]]


def test_a_run_that_learned_shows_nothing():
    assert observe(make_run(FALLING), learned=True) is None


@pytest.mark.parametrize(
    ("losses", "symptom"),
    [
        ([2.0, 1.0, math.nan], Symptom.DIVERGES),
        ([2.0, 5.0, math.inf], Symptom.DIVERGES),
        ([1.0] * 50 + [2.1] * 50, Symptom.DIVERGES),
        ([2.0] * 50 + [-2.1] * 50, Symptom.DIVERGES),
        (WAVES, Symptom.OSCILLATES),
        (FLAT, Symptom.STALLS),
        (FALLING, Symptom.SLOW),
        (LEVEL, Symptom.UNDERFITS),
    ],
)
def test_the_curve_of_the_losses_decides(losses, symptom):
    assert observe(make_run(losses, training=0.5, reported=0.5, true=0.5), learned=False) is symptom


def test_a_loss_that_ends_below_twice_its_start_does_not_diverge():
    losses = [1.0] * 50 + [1.9] * 50
    assert observe(make_run(losses, training=0.5, reported=0.5, true=0.5), learned=False) is not Symptom.DIVERGES


def test_a_divergence_counts_even_if_the_goal_was_reached():
    assert observe(make_run([1.0, math.nan]), learned=True) is Symptom.DIVERGES


def test_a_report_well_above_the_truth_misleads_even_if_the_goal_was_reached():
    assert observe(make_run(FALLING, reported=0.95, true=0.8), learned=True) is Symptom.MISLEADS
    assert observe(make_run(FALLING, reported=0.85, true=0.8), learned=True) is None


def test_a_report_below_the_truth_does_not_mislead():
    assert observe(make_run(FALLING, reported=0.5, true=0.8), learned=True) is None


def test_a_training_score_well_above_the_truth_overfits():
    overfitted = make_run(FALLING, training=1.0, reported=0.7, true=0.7)
    assert observe(overfitted, learned=False) is Symptom.OVERFITS
    assert observe(overfitted, learned=True) is None


def test_a_class_that_is_hardly_ever_predicted_makes_a_run_biased():
    ignored = make_run(LEVEL, training=0.5, reported=0.5, true=0.5, predicted=(1.03, 0.1))
    rare = make_run(LEVEL, training=0.5, reported=0.5, true=0.5, predicted=(1.03, 0.3))
    assert observe(ignored, learned=False) is Symptom.BIASED
    assert observe(rare, learned=False) is Symptom.UNDERFITS


def test_a_regression_has_no_classes_to_ignore():
    run = make_run(LEVEL, training=0.5, reported=0.5, true=0.5, predicted=())
    assert observe(run, learned=False) is Symptom.UNDERFITS


def test_a_run_of_one_step_can_be_observed():
    assert observe(make_run([1.0], training=0.5, reported=0.5, true=0.5), learned=False) is Symptom.STALLS
