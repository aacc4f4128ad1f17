"""What a tool may answer, and what is wrong with what it may not."""

from dataclasses import dataclass

import numpy as np
import pytest

from trainwreck.referee.answer import ABSTAIN, HEALTHY, MOST_CAUSES, MOST_STEPS, Cause, Diagnosis, complaint, plain


@dataclass(frozen=True)
class More(Cause):
    """A cause with a field too many."""

    weight: float = 1.0


@pytest.mark.parametrize(
    "answer",
    [
        HEALTHY,
        ABSTAIN,
        Diagnosis("faulty"),
        Diagnosis("faulty", (Cause("optimizer"),)),
        Diagnosis("faulty", (Cause("optimizer", "high_learning_rate"), Cause("loss")), "loss of 5", 0),
        Diagnosis("healthy", evidence="all well", alarm_step=3),
    ],
)
def test_a_diagnosis_is_an_answer(answer):
    assert complaint(answer) == ""


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("healthy", "answered str, not a Diagnosis. Return Diagnosis('healthy')"),
        (None, "answered NoneType, not a Diagnosis."),
        (Diagnosis, "answered type, not a Diagnosis."),
        (Diagnosis("fine"), "gave the verdict 'fine'. Choose one of: healthy, faulty, abstain."),
        (Diagnosis(["faulty"]), "gave the verdict ['faulty']."),
        (Diagnosis("faulty", [Cause("loss")]), "gave causes that are not a tuple of Cause. Write causes=(Cause("),
        (Diagnosis("faulty", ("loss",)), "gave causes that are not a tuple of Cause."),
        (Diagnosis("faulty", (More("loss"),)), "gave causes that are not a tuple of Cause."),
        (Diagnosis("faulty", None), "gave causes that are not a tuple of Cause."),
        (Diagnosis("faulty", (Cause(1),)), "whose component or fault is no text. Write Cause('optimizer', "),
        (Diagnosis("faulty", (Cause("loss", 1),)), "whose component or fault is no text."),
        (Diagnosis("healthy", (Cause("loss"),)), "named causes with the verdict 'healthy'."),
        (Diagnosis("abstain", (Cause("loss"),)), "named causes with the verdict 'abstain'."),
        (Diagnosis("faulty", evidence=b"loss"), "gave bytes as evidence. Give a text."),
        (Diagnosis("faulty", alarm_step=0.5), "gave 0.5 as alarm_step. Give a step's number, counted from 0, or None."),
        (Diagnosis("faulty", alarm_step=-1), "gave -1 as alarm_step."),
        (Diagnosis("faulty", alarm_step=True), "gave True as alarm_step."),
        (Diagnosis("faulty", alarm_step=MOST_STEPS), "gave an alarm_step that is too large."),
        (
            Diagnosis("faulty", tuple(Cause(str(n)) for n in range(51))),
            f"named 51 causes. Name at most {MOST_CAUSES}, ",
        ),
    ],
)
def test_whatever_else_is_refused_with_the_cure(answer, says):
    assert says in complaint(answer)
    assert complaint(answer).endswith(".")


def test_an_alarm_must_lie_within_the_steps_that_were_seen():
    last = Diagnosis("faulty", alarm_step=19)
    assert complaint(last, 20) == ""
    assert "gave an alarm_step of a run of 19 steps that is too large." in complaint(last, 19)
    assert complaint(Diagnosis("faulty", alarm_step=0), 0) == ""


def test_an_answer_is_made_plain_where_that_is_all_that_is_wrong():
    answer = Diagnosis("faulty", (Cause("loss"), Cause("data"), Cause("loss")), alarm_step=np.int64(3))
    made = plain(answer)
    assert made == Diagnosis("faulty", (Cause("loss"), Cause("data")), alarm_step=3)
    assert type(made.alarm_step) is int


@pytest.mark.parametrize(
    "answer", [None, "healthy", Diagnosis, Diagnosis("faulty", ([],)), Diagnosis("faulty", alarm_step=0.5), HEALTHY]
)
def test_whatever_else_it_is_stays_as_it_was(answer):
    assert plain(answer) is answer or plain(answer) == answer
