"""A notebook shows what is returned with its picture, and the notebook of the docs goes from question to cure."""

import re

import pytest

import trainwreck as tw
from tests.conftest import make_run
from trainwreck.pairs.packs import BUILT_IN
from trainwreck.pictures.notebook import shown
from trainwreck.proof.verdict import Verdict

PAGE = BUILT_IN / "docs" / "notebook.md"


def test_a_scenario_is_shown_with_its_story_and_its_recorded_runs_and_nothing_of_its_answer():
    pair = tw.load("detached_graph")
    html = shown(pair)
    assert html == shown(pair.entry)
    assert "<svg" in html
    assert pair.entry.story.split()[0] in html
    assert not re.search("connected|detach", html)


def test_what_has_no_records_is_shown_without_a_picture(toy):
    toy.add("tiny_steps")
    [entry] = toy.catalogue
    assert "<svg" not in shown(entry)
    assert "A loss that stands still." in shown(entry)


def test_a_run_is_shown_even_if_it_has_ended_at_once():
    assert "<svg" in shown(make_run([2.0, float("nan")]))


def test_a_verdict_says_what_is_not_met_as_text():
    verdict = Verdict(component="c", scenario="s", recipe="r", broken=0.1, score=0.2, failed={"run:goal": "0.2 < <b>"})
    assert "<li><code>run:goal</code>: 0.2 &lt; &lt;b&gt;</li>" in shown(verdict)


def test_what_has_no_picture_is_left_to_the_notebook():
    assert shown(3) is None


def test_the_notebook_goes_from_question_to_cure(tmp_path):
    jupytext, nbclient = pytest.importorskip("jupytext"), pytest.importorskip("nbclient")
    notebook = jupytext.reads(PAGE.read_text(encoding="utf-8"), fmt="md")
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python", "language": "python"}
    nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    html = [it["data"].get("text/html", "") for cell in cells for it in cell.outputs if "data" in it]
    question, broken, report, fixed, verdict = html
    assert all("<svg" in one for one in (question, broken, fixed))
    assert "detached_graph" in report
    assert "holds" in verdict
