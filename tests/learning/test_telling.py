"""What an attempt came to, as a notebook shows it."""

import pytest

import trainwreck as tw
from tests.learning.conftest import BROKEN_RATE, RATE
from trainwreck.errors import UserError
from trainwreck.learning.judging import tried


def shown(case, text):
    return tried(case.pair, text, case.path, [3])._repr_html_()


def test_a_repair_is_shown_with_its_curves_its_scores_and_what_was_found(case):
    html = shown(case, case.text.replace(BROKEN_RATE, RATE))
    assert html.startswith("<svg")
    assert "<td>0.90</td>" in html
    assert "✓ repaired" in html
    assert "✓ surgical" in html


def test_what_was_not_mended_is_shown_as_that(case):
    html = shown(case, case.text)
    assert "✗ repaired: the script is as it was handed out" in html
    assert "✓" not in html


def test_an_error_is_shown_as_text_and_not_as_html(case):
    html = shown(case, case.text + "\nraise ValueError('<b>')\n")
    assert html.startswith("<pre>")
    assert "&lt;b&gt;" in html


def test_an_attempt_from_a_notebook_counts_as_a_try_and_leaves_its_picture(toy, command, tmp_path, monkeypatch):
    toy.add("tiny_steps")
    monkeypatch.chdir(tmp_path)
    assert command("start", "tiny_steps", "--notebook", "--root", str(toy.root)).code == 0
    notebook = tmp_path / "cases" / "case-01" / "train.ipynb"
    notebook.write_text(notebook.read_text().replace(BROKEN_RATE, RATE))
    found = tw.attempt("cases/case-01", seeds=1, catalogue=toy.root)
    assert found.repaired
    assert (tmp_path / "cases" / "case-01" / "attempt.svg").is_file()
    assert "begun" in command("status", "--root", str(toy.root)).out  # no check: it cannot be solved


def test_no_seeds_are_no_attempt_and_nothing_is_noted(toy, command, tmp_path, monkeypatch):
    toy.add("tiny_steps")
    monkeypatch.chdir(tmp_path)
    assert command("start", "tiny_steps", "--root", str(toy.root)).code == 0
    assert command("hint", "cases/case-01", "--root", str(toy.root)).code == 0
    before = (tmp_path / "cases" / "progress.json").read_bytes()
    with pytest.raises(UserError, match=r"0 seeds are none\. Ask for 1 or more\."):
        tw.attempt("cases/case-01", seeds=0, catalogue=toy.root)
    assert (tmp_path / "cases" / "progress.json").read_bytes() == before


def test_a_folder_that_is_no_case_is_a_mistake_with_the_cure(tmp_path):
    with pytest.raises(UserError, match="`trainwreck start` makes some"):
        tw.attempt(tmp_path / "case-01")
