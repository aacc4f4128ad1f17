"""From a case that was handed out to one that is solved, as a learner goes."""

import json
import re

import pytest

from tests.learning.conftest import BROKEN_RATE, CHECK, RATE
from tests.proof.test_matrix import WITH_READING
from trainwreck.learning.workspace import make
from trainwreck.pairs.entries import Catalogue
from trainwreck.tasks.sources import Digits


@pytest.fixture
def started(toy, command, tmp_path, monkeypatch):
    """A workspace with one case, and a function that changes its script and tries it."""
    toy.add("tiny_steps", fix=WITH_READING + CHECK)
    monkeypatch.chdir(tmp_path)
    assert command("start", "tiny_steps", "--root", str(toy.root)).code == 0

    def tried(old: str = "", new: str = "", *options: str):
        path = tmp_path / "cases" / "case-01" / "train.py"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))
        return command("try", "cases/case-01", "--root", str(toy.root), *options)

    return tried


def test_an_unchanged_script_is_not_repaired(started):
    answer = started()
    assert answer.code == 1
    assert "✗ repaired" in answer.out
    assert "✗ cause removed" in answer.out


def test_a_repaired_script_is_repaired_and_its_cause_gone(started):
    answer = started(BROKEN_RATE, RATE)
    assert answer.code == 0
    assert "✓ repaired" in answer.out
    assert "✓ cause removed" in answer.out


def test_a_script_that_cannot_be_looked_at_is_not_said_to_be_cured(started):
    started(BROKEN_RATE, RATE)
    answer = started("train_loader", "loader")
    assert answer.code == 1
    assert "✓ repaired" in answer.out
    assert (
        "? cause removed: it cannot be told from the script: 'train_loader' is not there under this name" in answer.out
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("loss.backward()", "loss.backwards()", "has no attribute 'backwards'"),
        ("history = []", "history = [", "train.py, line "),
        ("predict(model, X_test)", "predict(model, X_test)[1:]", "Predict every row."),
    ],
)
def test_a_mistake_of_the_learner_s_is_told_without_a_line_of_ours(started, old, new, says):
    answer = started(old, new)
    assert answer.code == 1
    assert says in answer.out
    assert "harness" not in answer.out + answer.err


def test_hints_and_the_answer_are_there_for_those_who_ask(started, command, toy):
    hint = command("hint", "cases/case-01", "--root", str(toy.root))
    assert hint.code == 0
    assert "tiny_steps" not in hint.out
    assert "tiny_steps" in command("reveal", "cases/case-01", "--root", str(toy.root)).out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["start"], "Name scenarios, or draw some with --blind N."),
        (["start", "tiny_steps", "--blind", "1"], "Name scenarios, or draw some with --blind N."),
        (["start", "--blind", "9"], "there are 1 scenarios"),
        (["start", "tiny_step"], "Did you mean 'tiny_steps'?"),
        (["start", "tiny_steps"], "Name another folder with -o, or remove it."),
        (["try", "case-01"], "`trainwreck start` makes some."),
        (["try", "cases/case-02"], "Choose one of: case-01."),
        (["hint", "cases/case-01", "9"], "Ask for one from 1 to"),
    ],
)
def test_a_mistake_ends_with_exit_code_2_and_the_cure(started, command, toy, arguments, says):
    answer = command(*arguments, "--root", str(toy.root))
    assert answer.code == 2
    assert says in answer.err


def test_no_hand_out_bears_its_answer(tmp_path):
    catalogue = Catalogue()
    entries = [entry for entry in catalogue if not entry.is_control]
    folders = make(tmp_path, entries, Digits(), tmp_path / "data")
    index = (tmp_path / "workspace.json").read_text()
    texts = ["".join((folder / name).read_text() for name in ("train.py", "README.md")) for folder in folders]
    assert len(texts) == len(entries)
    for entry in entries:
        title = entry.lesson.partition("\n")[0].lstrip("# ")
        for told in (entry.name, *(fix for fix in entry.fixes if "_" in fix), title):  # "sigmoid" is any script's word
            word = re.compile(rf"\b{re.escape(told)}\b")
            assert not word.search(index)
            mine = [text for text in texts if entry.text in text]
            assert len(mine) == 1
            assert not word.search(mine[0]), told
    assert json.loads(index)["cases"].keys() == {folder.name for folder in folders}
