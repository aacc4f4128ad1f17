"""Tools that know nothing, or one number, or the answers by heart."""

from io import StringIO

import pandas as pd
import pytest

from tests.referee.hand import NOISE, RATE, broken, control, faulty, fixed, graded, healthy
from trainwreck.referee import yardsticks
from trainwreck.referee.answer import HEALTHY, Cause
from trainwreck.referee.figures import summarise


def warm(scenario: str, poor: float, good: float):
    """A scenario that reports one score while it is broken and another once it is fixed."""
    return [graded(broken(scenario), 0, HEALTHY, reported=poor), graded(fixed(scenario), 0, HEALTHY, reported=good)]


WARM = [case for n in range(4) for case in warm(f"fault_{n}", 0.1 + n / 100, 0.9)]


def test_the_thermometer_calls_faulty_what_reports_less_than_healthy_set_ups_of_other_scenarios():
    assert yardsticks.looks_fine(WARM) == [False, True] * 4
    figures = summarise("thermometer", yardsticks.thermometer(WARM))
    assert (figures.detection.value, figures.false_alarms.value, figures.auc.value) == (1, 0, 1)
    assert figures.cause.value == 0


def test_it_learns_nothing_from_the_scenario_that_it_judges():
    easy = warm("easy", 0.8, 0.99)  # with this one's own scores a threshold would part all
    assert yardsticks.looks_fine([*WARM, *easy])[-2:] == [True, True]


def test_what_misleads_looks_fine():
    misleading = graded(broken("misleading"), 0, faulty(RATE), reported=0.97)
    assert yardsticks.looks_fine([*WARM, misleading])[-1] is True
    assert summarise("x", yardsticks.thermometer([*WARM, misleading])).detection.value == 4 / 5


@pytest.mark.parametrize("cases", [warm("alone", 0.1, 0.9), [graded(control(), 0, HEALTHY, reported=0.9)]])
def test_it_cannot_tell_where_there_is_nothing_else_to_learn_from(cases):
    assert set(yardsticks.looks_fine(cases)) == {None}
    assert yardsticks.thermometer(cases) == []


def test_it_cannot_tell_of_a_case_without_a_reported_score():
    assert yardsticks.looks_fine([*WARM, graded(control(), 0, HEALTHY)])[-1] is None


def test_a_score_that_is_no_number_does_not_look_fine():
    assert yardsticks.looks_fine([*WARM, graded(control(), 0, HEALTHY, reported=-1e9)])[-1] is False


def test_the_constant_answer_names_what_is_right_most_often():
    answer = yardsticks.most_frequent([(RATE, NOISE), (NOISE,), (NOISE, Cause("loss")), (RATE,), (Cause("a", "b"),)])
    assert answer.verdict == "faulty"
    assert answer.causes == (NOISE, RATE, Cause("a", "b"))


RECORD = """component,scenario,recipe,kind,check,seeds,applied,fired,raised
optimizer,high_learning_rate,broken,broken,high_learning_rate,1,1,1,0
optimizer,high_learning_rate,broken,broken,label_noise,1,1,1,0
optimizer,high_learning_rate,fix,fixed,high_learning_rate,1,1,0,0
data,label_noise,broken,broken,label_noise,1,1,1,0
controls,linear_warmup,healthy,control,label_noise,1,1,1,0
"""


def test_the_checks_answer_as_is_on_record_the_most_particular_first():
    cases = [graded(truth, 7, healthy()) for truth in (broken(), fixed(), control(), broken("unknown"))]
    told = {
        case.truth.scenario + case.truth.recipe: case.reply.diagnosis
        for case in yardsticks.by_heart(pd.read_csv(StringIO(RECORD)), cases)
    }
    assert told == {
        "high_learning_ratebroken": yardsticks.Diagnosis("faulty", (RATE, NOISE)),
        "high_learning_ratefix": HEALTHY,
        "linear_warmuphealthy": yardsticks.Diagnosis("faulty", (NOISE,)),
    }


def test_the_yardsticks_that_can_tell_are_always_there():
    nothing = pd.read_csv(StringIO(RECORD)).head(0)
    assert list(yardsticks.on(WARM, nothing)) == ["silent", "most_frequent", "thermometer"]
    assert list(yardsticks.on(warm("alone", 0.1, 0.9), nothing)) == ["silent", "most_frequent"]
