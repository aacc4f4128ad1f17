"""A grading: equal files get equal marks, one bad file stops no other, and the judge reports on itself."""

import json
from dataclasses import replace

import pytest

from tests.judging.conftest import SALT, needs_lock
from tests.learning.conftest import BROKEN_RATE
from trainwreck.errors import UserError
from trainwreck.judging import tables
from trainwreck.judging.grading import grade, require_lockable
from trainwreck.judging.submission import Submission
from trainwreck.locking.lock import Protections

pytestmark = [needs_lock, pytest.mark.usefixtures("one_server")]

LONGER = ("range(20)", "range(60)")


def test_what_becomes_of_each_submission(pair, texts):
    handed_in = [
        Submission("crash", "print('before')\n1 / 0"),
        Submission("mended", texts.mended),
        Submission("none", problem="none.py is not there"),
        Submission("unchanged", texts.broken),
        Submission("again", texts.mended),
    ]
    found = grade(pair, handed_in, salt=SALT, seeds=1)
    assert found.yardstick.unfit == ""
    crash, mended, none, unchanged, again = found.marks
    assert [mark.repaired for mark in found.marks] == [False, True, False, False, True]
    assert [mark.cause_removed for mark in found.marks] == [None, True, None, False, True]
    assert crash.short == ["ended with exit code 1 (seed 0)"]
    assert crash.performance.printed.startswith("before\n")
    assert 'File "train.py", line 2' in crash.performance.printed
    assert "harness" not in crash.performance.printed
    assert none.short == ["none.py is not there"]
    assert mended.performance.scores == again.performance.scores
    assert unchanged.performance.scores == found.yardstick.broken.scores
    assert not any(mark.flags for mark in found.marks)


def test_a_grading_as_a_table_and_as_a_document(pair, texts):
    found = grade(pair, [Submission("crash", "1 / 0"), Submission("mended", texts.mended)], salt=SALT, seeds=2)
    table = tables.table(found)
    assert list(table.columns) == list(tables.COLUMNS)
    assert table.submission.tolist() == ["crash", "mended", "mended"]
    mended = table.iloc[2]
    assert (mended.repaired, mended.cause_removed, mended.seed, mended.goal) == (True, "yes", 1, 0.9)
    assert mended.score == found.marks[1].performance.scores[1]
    document = json.loads(json.dumps(tables.document(found), allow_nan=False))
    assert document["salt"] == SALT
    assert [one["repaired"] for one in document["submissions"]] == [False, True]
    assert document["submissions"][1]["seeds"][0]["null"] is None


def test_three_times_the_passes_are_too_many(pair, texts):
    old, new = LONGER
    assert old in texts.mended
    [mark] = grade(pair, [Submission("longer", texts.mended.replace(old, new))], salt=SALT, seeds=1).marks
    assert "makes 3.0 times the yardstick's steps, not 2 at most" in mark.short


def test_work_that_is_not_reported_is_seen_by_its_processor_time(pair, texts):
    lazy = texts.mended + "\nimport time\nwhile time.process_time() < 1.5: pass"
    [mark] = grade(pair, [Submission("lazy", lazy)], salt=SALT, seeds=1).marks
    assert any("times the yardstick's processor time" in told for told in mark.short)


def test_a_repair_that_leaves_the_cause_is_told_apart(pair, texts):
    around = texts.broken.replace(BROKEN_RATE, "lr=1e-7").replace(
        "optimizer.step()", "[p.data.add_(p.grad, alpha=-10.0) for p in model.parameters()]"
    )
    [mark] = grade(pair, [Submission("around", around)], salt=SALT, seeds=1).marks
    assert (mark.repaired, mark.cause_removed) == (True, False)


def test_there_is_no_mark_where_a_fix_does_not_reach_the_goal(pair, texts):
    higher = replace(pair, truth=replace(pair.truth, task=replace(pair.task, goal=1.01)))
    higher = replace(higher, task=higher.truth.task)
    found = grade(higher, [Submission("mended", texts.mended)], salt=SALT, seeds=1)
    assert found.yardstick.unfit == "reference 1 is not repaired itself: it misses the goal of 1.010 on seed 0"
    assert found.marks == []


def test_there_is_no_mark_where_the_broken_script_is_as_good_as_the_fix(pair, texts):
    fix = pair.fixes["larger_steps"]
    pair.entry.path.write_text(pair.entry.path.read_text().replace(BROKEN_RATE, "lr=10.0"))
    found = grade(replace(pair, broken=fix, healthy={"larger_steps": fix}), [], salt=SALT, seeds=1)
    assert "is not more than 0.05 better than the broken script" in found.yardstick.unfit


def test_no_stranger_s_script_is_run_where_it_cannot_be_locked_in(pair, monkeypatch):
    monkeypatch.setattr("trainwreck.locking.lock.available", lambda: Protections(files=0, calls=True))
    with pytest.raises(UserError, match=r"cannot lock scripts in.*say --trust\."):
        grade(pair, [], salt=SALT, seeds=1)
    require_lockable(trust=True)


def test_nothing_is_run_where_no_process_can_be_forked(monkeypatch):
    monkeypatch.delattr("os.fork")
    with pytest.raises(UserError, match="Grade under Linux"):
        require_lockable(trust=True)


def test_with_trust_scripts_run_with_no_lock(pair, texts, monkeypatch):
    monkeypatch.setattr("trainwreck.locking.lock.available", lambda: Protections(files=0, calls=False))
    reading = texts.mended + "\nopen('/etc/passwd').read()"
    [mark] = grade(pair, [Submission("reading", reading)], salt=SALT, seeds=1, trust=True).marks
    assert mark.repaired
