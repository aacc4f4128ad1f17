"""The commands ``grade`` and ``audit``: whom they concern, what they print and write, and their exit codes."""

import json

import pandas as pd
import pytest

from tests.judging.conftest import SALT, needs_lock
from trainwreck.locking.lock import Protections

IMPOSTORS = """
impostors = {
    "hardly_larger": replace(broken, optimizer=partial(SGD, lr=1e-8)),
    "in_another_form": replace(broken, loader=lambda split: broken.loader(split)),
}
"""

pytestmark = [needs_lock, pytest.mark.usefixtures("one_server")]


@pytest.fixture
def graded(pair, toy, texts, command, tmp_path, monkeypatch):
    """Return a function that grades files of the present folder, in which there are some."""
    monkeypatch.chdir(tmp_path)
    for name, text in {"broken.py": texts.broken, "mended.py": texts.mended, "empty.py": ""}.items():
        (tmp_path / name).write_text(text)

    def graded(*arguments: str, case: str = "tiny_steps"):
        return command("grade", case, *arguments, "--seeds", "1", "--root", str(toy.root))

    return graded


def test_all_that_are_repaired_make_exit_code_0(graded):
    answer = graded("mended.py", "--salt", SALT)
    assert answer.code == 0, answer.err
    assert "mended.py      ✓         ✓" in answer.out
    assert f"salt {SALT}" in answer.out
    assert "protections: files (Landlock" in answer.err


def test_one_that_is_not_makes_exit_code_1_and_is_told_why(graded):
    answer = graded("mended.py", "broken.py", "empty.py", "none.py")
    assert answer.code == 1
    assert "✗ broken.py: misses the goal of 0.900 on seed 0" in answer.out
    assert "✗ empty.py: empty.py is empty" in answer.out
    assert "✗ none.py: none.py is not there" in answer.out
    assert "mended.py      ✓" in answer.out


def test_a_salt_is_drawn_anew_and_told(graded):
    drawn = [graded("none.py").out.partition("salt ")[2].partition(":")[0] for _ in range(2)]
    assert len({*drawn}) == 2
    assert all(len(salt) == 32 for salt in drawn)


def test_nothing_of_a_report_names_the_scenario_or_a_fix(graded):
    answer = graded("broken.py")
    assert "tiny_steps" not in answer.out + answer.err
    assert "larger_steps" not in answer.out + answer.err


def test_figures_as_json_and_as_csv(graded, tmp_path):
    answer = graded("mended.py", "--salt", SALT, "--json", "--csv", "marks.csv")
    told = json.loads(answer.out)
    table = pd.read_csv(tmp_path / "marks.csv")
    assert told["submissions"][0]["seeds"][0]["score"] == table.score[0] >= 0.9
    assert table.submission.tolist() == ["mended.py"]


def test_a_case_that_was_handed_out_is_graded(graded, command, toy):
    assert command("start", "tiny_steps", "--root", str(toy.root)).code == 0
    answer = graded("cases/case-01", case="cases/case-01")
    assert answer.code == 1
    assert "misses the goal" in answer.out


def test_there_is_exit_code_3_and_a_reason_where_the_yardstick_does_not_hold(graded, toy):
    toy.edit("fixes/toy/tiny_steps.py", "lr=10.0", "lr=1e-8")
    answer = graded("mended.py")
    assert answer.code == 3
    assert "No mark: reference 1 is not repaired itself: it misses the goal" in answer.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["mended.py", "--salt", "short"], "A salt of 5 characters can be guessed"),
        (["mended.py", "--csv", "none.py/marks.csv"], ""),
    ],
)
def test_a_mistake_ends_with_exit_code_2_and_the_cure(graded, arguments, told, tmp_path):
    (tmp_path / "none.py").write_text("")
    answer = graded(*arguments)
    assert answer.code == 2
    assert told in answer.err


def test_an_unknown_case_is_answered_with_the_nearest(graded):
    assert "Did you mean 'tiny_steps'?" in graded("mended.py", case="tiny_step").err


def test_nothing_is_run_where_it_cannot_be_locked_in_but_with_trust(graded, monkeypatch):
    monkeypatch.setattr("trainwreck.locking.lock.available", lambda: Protections(files=0, calls=False))
    refused, trusted = graded("mended.py"), graded("mended.py", "--trust")
    assert refused.code == 2
    assert "say --trust." in refused.err
    assert trusted.code == 0
    assert "protections: none, as they are trusted" in trusted.err


def test_an_audit_finds_the_judge_right_and_keeps_what_it_has_found(pair, toy, command, tmp_path):
    with (toy.root / "fixes/toy/tiny_steps.py").open("a") as file:
        file.write(IMPOSTORS)
    toy.forget()
    arguments = ("audit", "--seeds", "1", "--csv", str(tmp_path / "audit.csv"), "--root", str(toy.root))
    answer = command(*arguments)
    assert answer.code == 0, answer.out + answer.err
    assert answer.out.splitlines() == [
        "broken: right about 1 of 1",
        "fix: right about 1 of 1",
        "impostor: right about 1 of 1, 1 that cannot be written as scripts",
    ]
    table = pd.read_csv(tmp_path / "audit.csv")
    assert table.right.tolist() == ["yes", "yes", "yes", "unknown"]
    assert table.repaired.tolist() == ["no", "yes", "no", "no"]
    assert table.cause_removed.tolist() == ["no", "yes", "no", "unknown"]
    changed = table.assign(right="no")
    changed.to_csv(tmp_path / "audit.csv", index=False)
    again = command(*arguments)  # nothing is due: the rows are those that were kept
    assert again.code == 1
    assert "✗ tiny_steps / larger_steps" in again.out


def test_an_audit_finds_a_judge_wrong_that_takes_an_impostor_for_a_fix(pair, toy, command, monkeypatch):
    with (toy.root / "fixes/toy/tiny_steps.py").open("a") as file:
        file.write('\nimpostors = {"as_good": replace(broken, optimizer=partial(SGD, lr=9.0))}\n')
    toy.forget()
    answer = command("audit", "--seeds", "1", "--root", str(toy.root))
    assert answer.code == 1
    assert "✗ tiny_steps / as_good: repaired, and its cause gone" in answer.out


def test_an_audit_says_where_no_mark_can_be_given(pair, toy, command):
    toy.edit("fixes/toy/tiny_steps.py", "lr=10.0", "lr=1e-8")
    answer = command("audit", "--seeds", "1", "--root", str(toy.root))
    assert answer.code == 1
    assert "✗ tiny_steps / broken: no mark: reference 1 is not repaired itself" in answer.out
