"""Answers from elsewhere, a line each: graded as any tool's, and believed in nothing."""

import json
from dataclasses import replace

import pytest

from tests.referee.hand import NOISE, RATE, broken, control, fixed
from trainwreck.errors import UserError
from trainwreck.referee import answers
from trainwreck.referee.grading import Grade
from trainwreck.referee.key import Key, Sealed

WORDS = {"high_learning_rate": "optimizer", "label_noise": "data", "other": "loss"}
CASES = (
    Sealed("case-a", broken(), 7, 100, 0.3),
    Sealed("case-b", fixed(), 8, 100, 0.9),
    Sealed("case-c", broken("label_noise", NOISE), 9, 50, 0.6),
    Sealed("case-d", control(), 10, 50, 0.95),
)
KEY = Key(secret="coin", images="digits", seeds=(0,), variants=False, component_of=WORDS, cases=CASES)


def said(cause=None, **more):
    causes = [{"component": cause.component, "fault": cause.fault}] if cause else []
    return {"verdict": "faulty" if cause else "healthy", "causes": causes, **more}


RIGHT = {"case-a": said(RATE), "case-b": said(), "case-c": said(NOISE), "case-d": said()}


@pytest.fixture
def read(tmp_path):
    """Grade some lines, each a text or an answer by its case; return the cases by name, and what is ignored."""

    def grade(*lines, **told):
        lines = [*lines, *({"case": case.replace("_", "-"), **answer} for case, answer in told.items())]
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        (tmp_path / "answers.jsonl").write_text("\n".join(texts))
        found = answers.read(tmp_path / "answers.jsonl", KEY)
        return dict(zip("abcd", found.graded(KEY), strict=True)), found.ignored

    return grade


def lines_of(told):
    return [{"case": case, **answer} for case, answer in told.items()]


def test_answers_are_graded_by_the_key_in_whatever_order_they_come(read):
    for lines in (lines_of(RIGHT), lines_of(RIGHT)[::-1]):
        cases, ignored = read(*lines)
        assert [case.grade for case in cases.values()] == [Grade.NAMED, Grade.CLEARED, Grade.NAMED, Grade.CLEARED]
        assert ignored == []
    assert [case.reply.reported for case in cases.values()] == [0.3, 0.9, 0.6, 0.95]
    assert [case.seed for case in cases.values()] == [7, 8, 9, 10]


def test_a_wrong_answer_is_wrong(read):
    cases, _ = read(*lines_of({**RIGHT, "case-a": said(NOISE), "case-c": said(), "case-d": said(RATE)}))
    assert [case.grade for case in cases.values()] == [Grade.DETECTED, Grade.CLEARED, Grade.MISSED, Grade.ALARMED]


def test_only_the_verdict_must_be_there_and_all_that_is_there_is_taken(read):
    whole = {
        "evidence": "it leaps",
        "score": 1,
        "alarm_step": 99,
        "tokens": 1200,
        "seconds": 3.5,
        "transcript": "I see",
    }
    cases, ignored = read({"case": "case-b", "verdict": "healthy"}, {"case": "case-a", **said(RATE), **whole})
    assert ignored == []
    reply = cases["a"].reply
    assert (reply.diagnosis.evidence, reply.diagnosis.score, reply.diagnosis.tokens) == ("it leaps", 1, 1200)
    assert (reply.diagnosis.alarm_step, reply.seconds, reply.transcript) == (99, 3.5, "I see")
    assert (cases["b"].grade, cases["b"].reply.seconds, cases["b"].reply.transcript) == (Grade.CLEARED, None, "")


def test_a_case_without_an_answer_is_an_error(read):
    cases, ignored = read(*lines_of(RIGHT)[1:])
    assert cases["a"].grade is Grade.ERROR
    assert cases["a"].reply.error == "case-a has no answer. Add its line to the file."
    assert cases["a"].reply.reported == 0.3
    assert ignored == []


def test_a_case_with_two_answers_is_an_error_even_if_one_is_right(read):
    cases, _ = read(*lines_of(RIGHT), "", {"case": "case-c", **said()}, {"case": "case-c", **said()})
    assert cases["c"].reply.error == "case-c has two answers, on lines 3 and 7. Leave one of them in the file."


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({}, "must have verdict, causes"),
        ({"verdict": "ill"}, "gave the verdict 'ill'. Choose one of"),
        ({"verdict": "faulty", "cause": "loss"}, "must have verdict, causes"),
        ({"verdict": "faulty", "causes": "loss"}, "causes must be a list"),
        ({"verdict": "faulty", "causes": ["loss"]}, "a Cause must have component, fault"),
        ({"verdict": "faulty", "causes": [{"component": "los"}]}, "named the component 'los'. Did you mean 'loss'?"),
        (said(replace(RATE, fault="high_rate")), "named the fault 'high_rate', which is not in the catalogue."),
        ({"verdict": "healthy", "causes": [{"component": "loss"}]}, "named causes with the verdict 'healthy'"),
        ({"verdict": "healthy", "score": 1.5}, "gave 1.5 as score"),
        ({"verdict": "healthy", "score": float("nan")}, "gave nan as score"),
        ({"verdict": "healthy", "tokens": -1}, "gave -1 as tokens"),
        ({"verdict": "faulty", "alarm_step": 100}, "alarm_step of a run of 100 steps that is too large"),
        ({"verdict": "healthy", "seconds": "long"}, "seconds must be a number"),
        ({"verdict": "healthy", "transcript": ["I"]}, "transcript must be a text"),
        ({"verdict": "healthy", "evidence": None}, "evidence must be a text"),
        ({"verdict": "healthy", "error": "none"}, "must have verdict, causes"),
    ],
)
def test_an_answer_in_another_form_is_an_error_of_its_case(read, answer, says):
    cases, ignored = read({"case": "case-a", **answer}, *lines_of(RIGHT)[1:])
    assert cases["a"].grade is Grade.ERROR
    assert says in cases["a"].reply.error
    assert cases["b"].grade is Grade.CLEARED
    assert ignored == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("healthy", "line 1 is no JSON (Expecting value: line 1 column 1 (char 0)). Write each object in a line"),
        ("[" * 100_000, "line 1 is no JSON"),
        ("[1]", "line 1 names no case. Write an object whose key 'case'"),
        ({"verdict": "healthy"}, "line 1 names no case"),
        ({"case": 7, "verdict": "healthy"}, "line 1 names no case"),
        (
            {"case": "case-aa", "verdict": "healthy"},
            "line 1 answers 'case-aa', which is none of the cases. Did you mean",
        ),
    ],
)
def test_a_line_that_is_no_answer_to_any_case_counts_for_nothing_and_is_told(read, line, says):
    cases, [told] = read(line, *lines_of(RIGHT))
    assert says in told
    assert [case.grade for case in cases.values()] == [Grade.NAMED, Grade.CLEARED, Grade.NAMED, Grade.CLEARED]


def test_a_file_that_is_not_there_is_an_error_with_the_cure(tmp_path):
    with pytest.raises(UserError, match=r"No such file or directory\. Name their file\."):
        answers.read(tmp_path / "answers.jsonl", KEY)
