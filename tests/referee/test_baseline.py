"""A scorecard held against an earlier one."""

import json

import pytest

from trainwreck.errors import UserError
from trainwreck.referee import scorecard
from trainwreck.referee.answer import HEALTHY, Cause, Diagnosis
from trainwreck.referee.baseline import Change, Known, changes, read
from trainwreck.referee.grading import Grade, Graded
from trainwreck.referee.reply import Reply
from trainwreck.referee.subject import Truth
from trainwreck.referee.tool import Tool

TRUTH = Truth("loss", "double_softmax", "broken", "broken", (Cause("loss", "double_softmax"),))
FOUND = Reply(diagnosis=Diagnosis("faulty", (Cause("loss"),)))


CURE = "Make it anew."


def case(seed: int, grade: Grade) -> Graded:
    return Graded(TRUTH, seed, FOUND, grade)


def place(seed: int) -> tuple[str, str, int]:
    return "double_softmax", "broken", seed


def test_a_lower_grade_is_worse_and_a_higher_one_better_and_the_worse_come_first():
    known = {place(0): Grade.LOCATED, place(1): Grade.LOCATED, place(2): Grade.LOCATED, place(3): Grade.ERROR}
    now = [case(3, Grade.MISSED), case(2, Grade.LOCATED), case(1, Grade.DETECTED), case(0, Grade.NAMED)]
    found = changes(known, now)
    assert [(change.place[2], change.worse) for change in found] == [(1, True), (0, False), (3, False)]


@pytest.mark.parametrize("old", Grade)
@pytest.mark.parametrize("new", Grade)
def test_whether_it_is_worse_goes_by_grade(old, new):
    found = changes({place(0): old}, [case(0, new)])
    assert [change.worse for change in found] == ([] if old is new else [new < old])


def test_what_only_one_of_both_has_is_not_compared():
    assert changes({place(0): Grade.NAMED}, [case(1, Grade.MISSED)]) == []
    assert changes({}, [case(1, Grade.MISSED)]) == []


def test_a_change_says_what_was_and_what_is():
    change = Change(place(2), Grade.NAMED, Grade.MISSED)
    assert str(change) == "double_softmax / broken, seed 2: named → missed"


def document() -> dict:
    cases = [case(0, Grade.LOCATED), Graded(TRUTH, 1, Reply(diagnosis=HEALTHY), Grade.MISSED)]
    return scorecard.document(Tool("mine:f", "mine", "f", "", ""), cases, "digits", "cpu", [0, 1], [])


def test_a_scorecard_is_read_back_by_place_and_grade(tmp_path):
    (tmp_path / "base.json").write_text(scorecard.text(document()), encoding="utf-8")
    grades = {place(0): Grade.LOCATED, place(1): Grade.MISSED}
    assert read(tmp_path / "base.json", CURE) == Known(grades, secret=None)


def test_the_secret_of_its_sittings_is_read_with_it(tmp_path):
    (tmp_path / "base.json").write_text(scorecard.text({**document(), "secret": "coin"}), encoding="utf-8")
    assert read(tmp_path / "base.json", CURE).secret == "coin"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[" * 100_000,
        "{",
        "[]",
        "7",
        "null",
        "{}",
        '{"version": 1}',
        '{"version": 1, "cases": 3}',
        '{"version": 1, "cases": [{}]}',
        '{"version": 1, "cases": [{"scenario": "a", "recipe": "b", "seed": 0, "grade": "superb"}]}',
        '{"version": 1, "cases": [{"scenario": "a", "recipe": "b", "seed": 0, "grade": 3}]}',
        '{"version": 1, "cases": [{"scenario": ["a"], "recipe": "b", "seed": 0, "grade": "named"}]}',
        json.dumps({"version": 3, "cases": []}),
        json.dumps({"version": 2, "cases": [], "secret": 7}),
    ],
)
def test_what_is_no_scorecard_is_an_error_with_the_cure(tmp_path, text):
    path = tmp_path / "base.json"
    path.write_text(text)
    with pytest.raises(UserError) as caught:
        read(path, CURE)
    assert str(caught.value).startswith(f"'{path}' is no scorecard (")
    assert str(caught.value).endswith(f"). {CURE}")


def test_bytes_are_no_scorecard_either(tmp_path):
    (tmp_path / "base.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="is no scorecard"):
        read(tmp_path / "base.json", CURE)


def test_another_version_is_named(tmp_path):
    (tmp_path / "base.json").write_text(json.dumps({**document(), "version": 7}))
    with pytest.raises(UserError, match="version 7, not 2"):
        read(tmp_path / "base.json", CURE)


@pytest.mark.parametrize("name", ["nowhere.json", "."])
def test_a_file_that_cannot_be_read_is_an_error_with_the_cure(tmp_path, name):
    with pytest.raises(UserError, match="cannot be read") as caught:
        read(tmp_path / name, CURE)
    assert str(caught.value).endswith(f". {CURE}")
