"""Each answer to each kind of set-up, and the grade that it deserves."""

import json

import pytest

from trainwreck.referee.answer import ABSTAIN, HEALTHY, Cause, Diagnosis
from trainwreck.referee.grading import Grade, Graded, grade
from trainwreck.referee.reply import Reply
from trainwreck.referee.subject import Truth

# Steps that are too large; the loss function and a faulty initialization would be accepted too.
BROKEN = Truth(
    "optimizer",
    "high_learning_rate",
    "broken",
    "broken",
    (Cause("optimizer", "high_learning_rate"), Cause("initialization", "large_initialization"), Cause("loss")),
)
FIXED = Truth("optimizer", "high_learning_rate", "smaller_steps", "fixed", ())
LIVED_WITH = Truth("data", "label_noise", "early_stopping", "fixed", (), leaves=("data",))
CONTROL = Truth("controls", "linear_warmup", "healthy", "control", ())


def faulty(*causes: tuple[str, ...]) -> Diagnosis:
    return Diagnosis("faulty", tuple(Cause(*cause) for cause in causes))


TABLE = [
    (BROKEN, HEALTHY, Grade.MISSED),
    (FIXED, HEALTHY, Grade.CLEARED),
    (CONTROL, HEALTHY, Grade.CLEARED),
    (BROKEN, ABSTAIN, Grade.ABSTAINED),
    (FIXED, ABSTAIN, Grade.ABSTAINED),
    (CONTROL, ABSTAIN, Grade.ABSTAINED),
    (BROKEN, None, Grade.ERROR),
    (FIXED, None, Grade.ERROR),
    (CONTROL, None, Grade.ERROR),
    (FIXED, faulty(("optimizer", "high_learning_rate")), Grade.ALARMED),
    (CONTROL, faulty(), Grade.ALARMED),
    (LIVED_WITH, faulty(("data", "label_noise")), Grade.EXCUSED),
    (LIVED_WITH, faulty(("data",), ("model",)), Grade.ALARMED),
    (LIVED_WITH, faulty(), Grade.ALARMED),
    (LIVED_WITH, HEALTHY, Grade.CLEARED),
    (FIXED, faulty(("data",)), Grade.ALARMED),
    (BROKEN, faulty(), Grade.DETECTED),
    (BROKEN, faulty(("data", "high_learning_rate")), Grade.DETECTED),  # its fault, under another component
    (BROKEN, faulty(("data",)), Grade.DETECTED),
    (BROKEN, faulty(("optimizer",)), Grade.LOCATED),
    (BROKEN, faulty(("loss",)), Grade.LOCATED),
    (BROKEN, faulty(("optimizer", "low_learning_rate")), Grade.LOCATED),
    (BROKEN, faulty(("loss", "double_softmax")), Grade.LOCATED),
    (BROKEN, faulty(("optimizer", "high_learning_rate")), Grade.NAMED),
    (BROKEN, faulty(("initialization", "large_initialization")), Grade.NAMED),
    (BROKEN, faulty(("data",), ("optimizer", "high_learning_rate")), Grade.DETECTED),  # the first counts
    (BROKEN, faulty(("optimizer", "high_learning_rate"), ("data",)), Grade.NAMED),
]


@pytest.mark.parametrize(("truth", "diagnosis", "expected"), TABLE)
def test_an_answer_gets_the_grade_it_deserves(truth, diagnosis, expected):
    reply = Reply(diagnosis=diagnosis) if diagnosis else Reply(error="it broke")
    assert grade(truth, reply) is expected


def test_every_grade_is_given():
    assert {expected for _, _, expected in TABLE} == set(Grade)


def test_of_one_set_up_a_better_answer_has_a_higher_grade():
    of_broken = [None, HEALTHY, ABSTAIN, faulty(), faulty(("loss",)), faulty(("optimizer", "high_learning_rate"))]
    of_healthy = [None, faulty(), ABSTAIN, HEALTHY]
    for truth, answers in ((BROKEN, of_broken), (FIXED, of_healthy), (CONTROL, of_healthy)):
        grades = [grade(truth, Reply(diagnosis=answer)) for answer in answers]
        assert grades == sorted(set(grades))


@pytest.mark.parametrize(
    ("diagnosis", "rank"),
    [
        (faulty(("optimizer", "high_learning_rate")), 1),
        (faulty(("data",), ("initialization", "large_initialization"), ("optimizer", "high_learning_rate")), 2),
        (faulty(("loss",)), 1),  # a component that is accepted as it is
        (faulty(("loss", "double_softmax")), None),  # another fault of it
        (faulty(("optimizer",)), None),  # the component of a fault is not yet the fault
        (faulty(("data", "high_learning_rate")), None),  # a fault that does not belong to its component
        (faulty(), None),
        (HEALTHY, None),
        (None, None),
    ],
)
def test_the_rank_is_the_place_of_the_first_cause_that_is_right(diagnosis, rank):
    reply = Reply(diagnosis=diagnosis) if diagnosis else Reply(error="it broke")
    assert Graded.of(BROKEN, 0, reply).rank == rank


def test_a_case_on_record_is_graded_by_todays_rules():
    kept = {**Graded.of(FIXED, 4, Reply(diagnosis=HEALTHY)).as_dict(), "grade": "named"}
    assert Graded.from_dict(json.loads(json.dumps(kept))) == Graded.of(FIXED, 4, Reply(diagnosis=HEALTHY))


@pytest.mark.parametrize(("truth", "diagnosis", "expected"), TABLE)
def test_a_graded_case_comes_back_from_json_as_it_was(truth, diagnosis, expected):
    reply = Reply(diagnosis=diagnosis, error=None if diagnosis else "it broke", steps=3, overhead=1.5, seconds=0.1)
    graded = Graded(truth, 4, reply, expected)
    assert Graded.from_dict(json.loads(json.dumps(graded.as_dict()))) == graded
    assert graded.place == (truth.scenario, truth.recipe, 4)
