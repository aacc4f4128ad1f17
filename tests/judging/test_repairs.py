"""Honest repairs: how they are read and applied, and that those of the file fit the scripts that they are made for."""

import ast
from pathlib import Path

import pytest

from tests.judging.conftest import needs_lock
from tests.learning.conftest import BROKEN_RATE
from trainwreck.cli.options import located
from trainwreck.errors import UserError
from trainwreck.judging.repairs import Repair, read
from trainwreck.learning.handout import handed_out
from trainwreck.pairs.loading import load
from trainwreck.tasks.sources import Digits

FILE = Path(__file__).parent / "repairs.toml"


def test_edits_are_made_one_after_the_other():
    assert Repair("twice", (("a", "b"), ("b", "c"))).applied("a = 1") == "c = 1"


def test_a_text_that_the_script_does_not_have_is_told():
    with pytest.raises(UserError, match="'late' replaces 'z = 1'"):
        Repair("late", (("z = 1", ""),)).applied("a = 1")


@pytest.mark.parametrize("text", ["[a", "a = 1", "[a]\nb = []", "[a]\nb = [['c']]", "[a]\nb = [['', 'c']]"])
def test_a_file_in_another_form_is_refused(tmp_path, text):
    (tmp_path / "repairs.toml").write_text(text)
    with pytest.raises(UserError, match=r"repairs\.toml"):
        read(tmp_path / "repairs.toml")


@pytest.mark.parametrize("scenario", read(FILE))
def test_each_repair_fits_its_script_and_leaves_python(scenario):
    text = handed_out(load(located(None).entry(scenario), Digits()))
    for repair in read(FILE)[scenario]:
        assert ast.dump(ast.parse(repair.applied(text))) != ast.dump(ast.parse(text)), repair.name


@pytest.fixture
def audited(pair, toy, command, tmp_path):
    """Return a function that audits the toy with a repair of a scenario."""

    def audited(old: str, new: str, scenario: str = "tiny_steps"):
        (tmp_path / "repairs.toml").write_text(f"[{scenario}]\nmine = [['{old}', '{new}']]\n")
        return command("audit", "--seeds", "1", "--repairs", str(tmp_path / "repairs.toml"), "--root", str(toy.root))

    return audited


@needs_lock
@pytest.mark.usefixtures("one_server")
def test_an_honest_repair_that_is_repaired_is_right(audited):
    answer = audited(BROKEN_RATE, "lr=9.0")
    assert answer.code == 0, answer.out + answer.err
    assert "honest: right about 1 of 1" in answer.out


@needs_lock
@pytest.mark.usefixtures("one_server")
def test_a_repair_that_repairs_nothing_is_told(audited):
    answer = audited(BROKEN_RATE, "lr=1e-8")
    assert answer.code == 1
    assert "✗ tiny_steps / mine: misses the goal" in answer.out


@needs_lock
def test_an_unknown_scenario_is_answered_with_the_nearest(audited):
    assert "Did you mean 'tiny_steps'?" in audited("a", "b", "tiny_step").err
