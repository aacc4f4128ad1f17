"""Replies on disk: found again for the same tool and the same code, and for nothing else."""

from dataclasses import replace

import pytest

from trainwreck.errors import UserError
from trainwreck.pairs.loading import load
from trainwreck.referee import records
from trainwreck.referee.answer import Cause, Diagnosis
from trainwreck.referee.process import Reply
from trainwreck.referee.records import Records
from trainwreck.referee.subject import subjects
from trainwreck.referee.tool import Tool
from trainwreck.tasks.sources import Digits

TOOL = Tool("mine:look", "mine", "look", "1.0", "digest")
REPLY = Reply(diagnosis=Diagnosis("faulty", (Cause("toy", "tiny_steps"),), "tiny", 3), steps=20, overhead=1.5)


@pytest.fixture
def kept(toy):
    toy.add("tiny_steps")
    return Records(toy.root / "kept", TOOL, "digits", "cpu")


@pytest.fixture
def subject(toy, kept):
    return found(toy)[0]


def found(toy, seeds=(0,)):
    return subjects(toy.catalogue, [load(entry, Digits()) for entry in toy.catalogue], seeds)


@pytest.mark.parametrize("reply", [REPLY, Reply(error="it broke", seconds=2.0)])
def test_a_reply_comes_back_as_it_was(kept, subject, reply):
    assert kept.read(subject) is None
    kept.write(subject, reply)
    assert kept.read(subject) == reply


def test_each_recipe_and_seed_has_its_own(kept, toy):
    one, *others = found(toy, seeds=(0, 1))
    kept.write(one, REPLY)
    assert [kept.read(other) for other in others] == [None] * 3


def test_other_code_of_the_tool_the_recipe_the_task_or_the_harness_has_no_reply(kept, toy, subject, monkeypatch):
    kept.write(subject, REPLY)
    assert replace(kept, tool=replace(TOOL, text="other")).read(subject) is None
    assert replace(kept, tool=replace(TOOL, version="1.1")).read(subject) is None
    assert replace(kept, images="mnist").read(subject) is None
    assert replace(kept, device="cuda:0").read(subject) is None
    monkeypatch.setattr(records, "text_of", lambda _: "other")
    assert kept.read(subject) is None
    monkeypatch.undo()
    assert kept.read(subject) == REPLY
    toy.edit("scenarios/toy/tiny_steps.py", "torch.randn(600", "torch.rand(600")
    assert kept.read(subject) is None
    toy.edit("scenarios/toy/tiny_steps.py", "torch.rand(600", "torch.randn(600")
    assert kept.read(subject) == REPLY
    toy.edit("scenarios/toy/tiny_steps.py", "batch_size=300", "batch_size=100")
    assert kept.read(subject) is None


def test_two_tools_do_not_share_a_folder_and_are_cleared_one_by_one(kept, subject):
    other = replace(kept, tool=replace(TOOL, name="mine:glance"))
    for one in (kept, other):
        one.write(subject, REPLY)
    kept.clear()
    assert kept.read(subject) is None
    assert other.read(subject) == REPLY
    kept.clear()


@pytest.mark.parametrize("cut", [0, 30, -1])
def test_half_a_record_is_an_error_with_the_cure(kept, subject, cut):
    kept.write(subject, REPLY)
    [path] = kept.home.iterdir()
    path.write_text(path.read_text()[:cut])
    with pytest.raises(UserError, match="is not a whole record") as caught:
        kept.read(subject)
    assert str(caught.value).endswith("Delete it, and run again.")


def test_a_folder_that_cannot_be_written_is_an_error_with_the_cure(kept, subject, toy):
    (toy.root / "kept").write_text("a file")
    with pytest.raises(UserError, match="Name another folder with --out"):
        kept.write(subject, REPLY)
