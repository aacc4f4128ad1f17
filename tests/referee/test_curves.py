"""Curves of scores given by hand."""

from tests.referee.hand import RATE, broken, control, faulty, graded, healthy
from trainwreck.referee.answer import HEALTHY
from trainwreck.referee.curves import Curves, curves

CASES = [
    graded(broken(), 0, faulty(RATE, score=0.9)),
    graded(broken(), 1, healthy(score=0.3)),
    graded(control(), 0, faulty(RATE, score=0.8)),
    graded(control(), 1, healthy(score=0.1)),
]


def test_each_threshold_is_a_point_of_false_alarms_and_detection():
    assert curves(CASES).roc == [[0, 0], [0, 0.5], [0.5, 0.5], [0.5, 1], [1, 1]]


def test_scores_are_calibrated_if_as_many_are_broken_as_they_say():
    assert curves(CASES).calibration == [[0.1, 0, 1], [0.3, 1, 1], [0.85, 0.5, 2]]


def test_the_surest_verdicts_are_the_first_to_be_covered():
    assert curves(CASES).risk_coverage == [[0.5, 0], [0.75, 0.3333], [1, 0.5]]


def test_without_scores_there_are_no_curves():
    assert curves([graded(control(), 0, HEALTHY)]) == Curves([], [], [])
    assert curves(CASES[:2]).roc == []
