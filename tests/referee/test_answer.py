"""What a tool may answer, and what is wrong with what it may not."""

from dataclasses import dataclass

import pytest

from trainwreck.referee.answer import ABSTAIN, HEALTHY, Cause, Diagnosis, complaint


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
    ],
)
def test_whatever_else_is_refused_with_the_cure(answer, says):
    assert says in complaint(answer)
    assert complaint(answer).endswith(".")
