"""What a scenario and a control may declare, and how they judge."""

from dataclasses import replace

import pytest

from tests.training.quadrants import RECIPE, TASK
from trainwreck.errors import UserError
from trainwreck.pairs.scenario import HONESTY_GOAL, Control, Scenario
from trainwreck.pairs.symptoms import Symptom
from trainwreck.training.run import Scores

SCENARIO = Scenario(
    task=TASK,
    broken=RECIPE,
    symptom=Symptom.STALLS,
    touches=frozenset({"optimizer"}),
    hints=("One?", "Two."),
    also_accepted={"loss": "It is as likely."},
)
CONTROL = Control(task=TASK, healthy=RECIPE, looks_like="high_learning_rate")


def test_a_scenario_is_judged_by_the_true_score_against_the_goal():
    assert SCENARIO.judge(Scores(training=1.0, reported=0.9, true=0.5)) == 0.5
    assert SCENARIO.goal_of(TASK) == 0.8


def test_a_false_report_is_judged_by_its_honesty():
    honest = replace(SCENARIO, judged="honesty")
    assert honest.judge(Scores(training=1.0, reported=0.75, true=0.5)) == 0.75
    assert honest.goal_of(TASK) == HONESTY_GOAL


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"looks_like": None}, "the name of a scenario, not None."),
        ({"healthy": {}}, "a Recipe, not {}."),
        ({"task": TASK.data}, "a Task, not <function qua"),
    ],
)
def test_a_control_that_cannot_be_meant_is_refused_with_the_cure(wrong, says):
    [name] = wrong
    with pytest.raises(UserError, match=rf"Control\({name}=…\) must be {says}"):
        replace(CONTROL, **wrong)
