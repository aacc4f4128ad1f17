"""Each answer to each kind of set-up, and the grade that it deserves."""

import json

import pytest

from trainwreck.referee.answer import ABSTAIN, HEALTHY, Cause, Diagnosis
from trainwreck.referee.grading import Grade, Graded, grade, overlap
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
    (BROKEN, faulty(), Grade.DETECTED),
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
    ("diagnosis", "precision", "recall"),
    [
        (faulty(("optimizer",)), 1.0, 1 / 3),
        (faulty(("optimizer", "high_learning_rate"), ("optimizer", "low_learning_rate")), 1.0, 1 / 3),
        (faulty(("data",), ("loss",)), 1 / 2, 1 / 3),
        (faulty(("loss",), ("optimizer",), ("initialization",)), 1.0, 1.0),
        (faulty(("data",)), 0.0, 0.0),
        (faulty(), None, 0.0),
        (HEALTHY, None, None),
        (ABSTAIN, None, None),
        (None, None, None),
    ],
)
def test_the_components_named_overlap_with_those_accepted(diagnosis, precision, recall):
    assert overlap(BROKEN, Reply(diagnosis=diagnosis)) == (precision, recall)


def test_of_what_is_healthy_there_is_no_overlap():
    for truth in (FIXED, CONTROL):
        assert overlap(truth, Reply(diagnosis=faulty(("optimizer",)))) == (None, None)


@pytest.mark.parametrize(("truth", "diagnosis", "expected"), TABLE)
def test_a_graded_case_comes_back_from_json_as_it_was(truth, diagnosis, expected):
    reply = Reply(diagnosis=diagnosis, error=None if diagnosis else "it broke", steps=3, overhead=1.5, seconds=0.1)
    graded = Graded(truth, 4, reply, expected)
    assert Graded.from_dict(json.loads(json.dumps(graded.as_dict()))) == graded
    assert graded.place == (truth.scenario, truth.recipe, 4)
