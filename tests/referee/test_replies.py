"""Replies on disk: found again for the same tool and the same code, and for nothing else."""

from dataclasses import replace

import pytest
import torch

from tests.referee.conftest import CPU
from trainwreck.pairs.loading import load
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.records import Records
from trainwreck.referee import replies
from trainwreck.referee.answer import Cause, Diagnosis
from trainwreck.referee.replies import Replies
from trainwreck.referee.reply import Reply
from trainwreck.referee.subject import subjects
from trainwreck.referee.tool import Tool
from trainwreck.tasks.sources import Digits

TOOL = Tool("mine:look", "mine", "look", "1.0", "digest")
REPLY = Reply(diagnosis=Diagnosis("faulty", (Cause("toy", "tiny_steps"),), "tiny", 3), steps=20, overhead=1.5)
BROKE = Reply(error="it broke", seconds=2.0)


@pytest.fixture
def kept(toy):
    toy.add("tiny_steps")
    return Replies(Records.opened(toy.root / "kept"), TOOL, Conditions(range(1), Digits(), CPU))


@pytest.fixture
def subject(toy, kept):
    return found(toy)[0]


def found(toy, seeds=(0,)):
    return subjects(toy.catalogue, [load(entry, Digits()) for entry in toy.catalogue], seeds)


@pytest.mark.parametrize("reply", [REPLY, BROKE])
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
    monkeypatch.setattr(replies, "environment", lambda: {"torch": "other"})
    assert kept.read(subject) is None
    monkeypatch.undo()
    assert kept.read(subject) == REPLY
    toy.edit("scenarios/toy/tiny_steps.py", "torch.randn(600", "torch.rand(600")
    assert kept.read(subject) is None
    toy.edit("scenarios/toy/tiny_steps.py", "torch.rand(600", "torch.randn(600")
    assert kept.read(subject) == REPLY
    toy.edit("scenarios/toy/tiny_steps.py", "batch_size=300", "batch_size=100")
    assert kept.read(subject) is None


@pytest.mark.parametrize(
    "other",
    [
        {"tool": replace(TOOL, name="mine:glance")},
        {"only": ("toy",)},
        {"timeout": 180.0},
        {"given": "coin"},
        {"conditions": Conditions(range(2), Digits(), CPU)},
        {"conditions": Conditions(range(1), Digits(), torch.device("cuda:0"))},
    ],
)
def test_another_run_neither_takes_a_reply_nor_forgets_it(kept, subject, other):
    kept.write(subject, REPLY)
    another = replace(kept, **other)
    assert another.read(subject) is None
    another.write(subject, BROKE)
    another.forget()
    assert another.read(subject) is None
    assert kept.read(subject) == REPLY


def test_the_order_in_which_a_run_was_asked_for_makes_no_other_run(kept, subject):
    replace(kept, only=("toy", "data")).write(subject, REPLY)
    assert replace(kept, only=("data", "toy")).read(subject) == REPLY


def test_nothing_is_left_of_a_run_that_is_forgotten(kept, subject):
    kept.write(subject, REPLY)
    kept.forget()
    assert list(kept.records.folder.iterdir()) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "",
        lambda text: text[:30],
        lambda text: text[:-1],
        lambda text: "[" * 100_000,
        lambda text: text.replace('"alarm_step": 3', '"alarm_step": 1' + "0" * 400),
        lambda text: text.replace('"overhead": 1.5', '"overhead": NaN'),
        lambda text: text.replace('"verdict": "faulty"', '"verdict": "broken"'),
    ],
)
def test_a_record_that_is_no_reply_counts_for_nothing_and_says_so(kept, subject, spoil):
    kept.write(subject, REPLY)
    [path] = kept.records.folder.rglob("*.json")
    text = path.read_text()
    assert spoil(text) != text
    path.write_text(spoil(text))
    with pytest.warns(UserWarning, match="is no whole record"):
        assert kept.read(subject) is None


def test_a_run_that_goes_on_has_the_same_secret_and_another_has_another(kept):
    secret = kept.secret()
    assert len(secret) == 32
    assert kept.secret() == replace(kept).secret() == secret
    assert replace(kept, timeout=180.0).secret() != secret
    kept.forget()
    assert kept.secret() != secret


def test_a_secret_that_is_given_is_taken(kept):
    assert replace(kept, given="coin").secret() == "coin"
