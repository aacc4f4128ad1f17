"""Every symptom on a run made by hand, and on one that just misses it."""

import math
from dataclasses import replace

import pytest

from tests.conftest import make_run
from trainwreck.pairs.symptoms import Symptom, headline, observe
from trainwreck.training.run import Epoch

FALLING = [2.0 * 0.95**step for step in range(100)]
LEARNED = [2.0 * 0.8**step for step in range(100)]
FLAT = [1.0 + 0.01 * (-1) ** step for step in range(100)]
STRAIGHT = [2.0 - 0.015 * step for step in range(100)]
LEVEL = [2.0, *[1.0 + 0.01 * (-1) ** step for step in range(99)]]
WAVES = [2.0, *[1.0 + 0.8 * math.sin(step / 4) for step in range(99)]]
RIPPLES = [2.0, *[1.0 + 0.05 * math.sin(step / 4) for step in range(99)]]
REACHABLE = 0.8


def shown(losses=LEARNED, training=1.0, reported=1.0, true=1.0, **options) -> set[Symptom]:
    return set(observe(make_run(losses, training, reported, true, **options), REACHABLE))


@pytest.mark.parametrize("losses", [LEARNED, FALLING, LEVEL, RIPPLES])
def test_a_run_that_learned_shows_nothing(losses):
    assert shown(losses) == set()


@pytest.mark.parametrize(
    "losses",
    [[2.0, 1.0, math.nan], [2.0, 5.0, math.inf], [1.0] * 50 + [2.1] * 50, [2.0] * 50 + [-2.1] * 50],
    ids=["NaN", "infinite", "above", "below"],
)
def test_a_loss_that_ends_nowhere_diverges(losses):
    assert Symptom.DIVERGES in shown(losses)


def test_a_loss_that_ends_below_twice_its_start_does_not_diverge():
    assert Symptom.DIVERGES not in shown([1.0] * 50 + [1.9] * 50)


def test_a_leap_that_comes_back_spikes():
    assert Symptom.SPIKES in shown([1.0, 2.1, 2.1, 2.1, *LEARNED])
    assert Symptom.SPIKES not in shown([1.0, 1.9, 1.9, 1.9, *LEARNED[20:]])
    assert Symptom.SPIKES not in shown([1.0, 3.0, 1.0, *LEARNED[20:]])  # one batch that is hard
    assert Symptom.SPIKES not in shown([1.0] * 50 + [9.0] * 50)  # it does not come back


def test_a_report_well_above_the_truth_misleads():
    assert Symptom.MISLEADS in shown(reported=0.95, true=0.84)
    assert Symptom.MISLEADS not in shown(reported=0.93, true=0.84)
    assert Symptom.MISLEADS not in shown(reported=0.5, true=0.84)


def test_a_model_that_answers_differently_when_asked_again_wavers():
    assert Symptom.WAVERS in observe(replace(make_run(LEARNED), wavering=0.2), REACHABLE)
    assert Symptom.WAVERS not in observe(replace(make_run(LEARNED), wavering=0.05), REACHABLE)


def with_validation(*losses):
    run = make_run(LEARNED)
    return replace(run, epochs=tuple(Epoch(run.final, loss) for loss in losses))


def test_a_validation_loss_that_turns_and_ends_far_above_its_lowest_departs():
    assert Symptom.DEPARTS in observe(with_validation(1.0, 0.4, 1.1), REACHABLE)
    assert Symptom.DEPARTS not in observe(with_validation(1.0, 0.4, 0.9), REACHABLE)
    assert Symptom.DEPARTS not in observe(with_validation(1.0, 0.4, math.inf), REACHABLE)  # it diverges


def test_a_training_score_well_above_the_truth_overfits():
    assert Symptom.OVERFITS in shown(training=1.0, reported=0.84, true=0.84)
    assert Symptom.OVERFITS not in shown(training=0.98, reported=0.84, true=0.84)


def test_a_loss_that_goes_up_and_down_again_oscillates():
    assert Symptom.OSCILLATES in shown(WAVES)
    assert Symptom.OSCILLATES not in shown(RIPPLES)


def test_a_loss_that_falls_as_evenly_at_the_end_as_before_is_slow():
    assert Symptom.SLOW in shown(STRAIGHT)
    assert Symptom.SLOW not in shown(FALLING)  # most of its fall is behind it
    assert Symptom.SLOW not in shown([2.0 - 0.0003 * step for step in range(100)])  # hardly a fall at all


def test_a_loss_that_hardly_leaves_its_start_stalls():
    assert Symptom.STALLS in shown(FLAT)
    assert Symptom.STALLS not in shown([1.0, *[0.89] * 99])


def test_a_class_that_is_hardly_ever_predicted_makes_a_run_biased():
    assert Symptom.BIASED in shown(predicted=(1.03, 0.1))
    assert Symptom.BIASED not in shown(predicted=(1.03, 0.3))
    assert Symptom.BIASED not in shown(predicted=())  # a regression has no classes to ignore


def test_a_score_below_what_can_be_reached_underfits_unless_the_training_part_alone_is_harder():
    assert Symptom.UNDERFITS in shown(training=0.79, reported=0.7, true=0.79)
    assert Symptom.UNDERFITS not in shown(training=0.81, reported=0.7, true=0.7)
    assert Symptom.UNDERFITS not in shown(training=0.7, reported=0.7, true=0.81)
    assert Symptom.UNDERFITS in shown(training=math.nan, reported=0.7, true=math.nan)


def test_of_several_symptoms_the_gravest_is_the_headline():
    assert headline({Symptom.UNDERFITS, Symptom.SPIKES, Symptom.BIASED}) is Symptom.SPIKES
    assert headline(set()) is None


def test_a_run_of_one_step_can_be_observed():
    assert Symptom.STALLS in shown([1.0])
