"""A report of a catalogue in miniature: what it says, and that it opens anywhere."""

import json
import re
from pathlib import Path

import pytest

from tests.browsing import browser
from tests.conftest import Command, Toy, make_run
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import load
from trainwreck.pairs.packs import BUILT_IN
from trainwreck.proof.histories import histories
from trainwreck.proof.prove import Proof
from trainwreck.proof.results import Results
from trainwreck.proof.tidy import tidy
from trainwreck.proof.verdict import Verdict
from trainwreck.reporting.page import rendered
from trainwreck.tasks.sources import Digits

FAILED = "The fix must reach the goal, on every seed, but does not on seed 3."


def row(scenario: str, **failed: str) -> dict[str, object]:
    found = {name.replace("__", ":"): why for name, why in failed.items()}
    verdict = Verdict(
        component="toy", scenario=scenario, recipe="larger_steps", symptom="stalls", broken=0.2, score=0.9, failed=found
    )
    return verdict.as_dict()


@pytest.fixture
def recorded(toy: Toy) -> Toy:
    """Two scenarios with recorded runs; the title of one would be a script, if it were let."""
    toy.add("tiny_steps")
    toy.add("other_steps")
    toy.edit("scenarios/toy/other_steps.py", "A loss that stands still.", "A <script>alert(1)</script> title.")
    names = {"tiny_steps", "other_steps"}
    for name in sorted(names):
        entry, results = toy.catalogue.entry(name), Results(toy.root / "results")
        runs = {
            "broken": [make_run([1.4, 1.4], true=0.2, seed=seed) for seed in range(5)],
            "larger_steps": [make_run([1.4, 0.1], seed=seed) for seed in range(5)],
        }
        proof = Proof(entry, [], load(entry, Digits()), runs)
        for table, made in ((results.runs, tidy), (results.curves, histories)):
            table.update(made([proof]), table.fingerprints([entry]), names)
    return toy


@pytest.fixture
def page(recorded: Toy, command: Command) -> Path:
    """The report of a file of verdicts, one of which fails."""
    read = {"version": 1, "environment": {"torch": "2.4"}, "images": "digits", "device": "cpu", "seeds": [0, 1]}
    verdicts = [row("other_steps"), row("tiny_steps", larger_steps__goal=FAILED)]
    (recorded.root / "verdicts.json").write_text(json.dumps({**read, "verdicts": verdicts}))
    path = recorded.root / "report.html"
    answer = command("report", str(recorded.root / "verdicts.json"), "-o", str(path), "--root", str(recorded.root))
    assert (answer.code, answer.err) == (1, "")
    return path


def test_recorded_results_make_a_report_of_verdicts_that_hold(recorded, command):
    path = recorded.root / "report.html"
    answer = command("report", "-o", str(path), "--root", str(recorded.root))
    assert (answer.code, answer.err) == (0, "")
    text = path.read_text()
    assert "2 of 2 verdicts hold" in text
    assert "What fails" not in text
    assert "The loss of larger_steps falls from 1.4 to 0.1." in text
    assert "+larger_steps" in text or "lr=10.0" in text


def test_runs_of_earlier_code_are_said_to_be_such(recorded, command):
    recorded.edit("fixes/toy/tiny_steps.py", "lr=10.0", "lr=9.0")
    path = recorded.root / "report.html"
    command("report", "-o", str(path), "--root", str(recorded.root))
    assert path.read_text().count("recorded with earlier code than there is now") == 1


def test_kept_runs_are_judged_anew(recorded, command):
    kept, path = recorded.root / "kept", recorded.root / "report.html"
    at = ("--root", str(recorded.root))
    assert command("run", "tiny_steps", "--out", str(kept), *at).code == 0
    answer = command("report", str(kept), "-o", str(path), *at)
    assert "1 of 1 verdicts hold" in answer.out
    assert ">larger_steps:gain<" in path.read_text()
    recorded.edit("fixes/toy/tiny_steps.py", "lr=10.0", "lr=9.0")
    answer = command("report", str(kept), "-o", str(path), *at)
    assert answer.code == 2
    assert "Run it anew" in answer.err


def test_a_file_that_was_put_beside_kept_runs_and_a_scenario_that_cannot_be_loaded_end_no_report(recorded, command):
    kept, path = recorded.root / "kept", recorded.root / "report.html"
    at = ("--root", str(recorded.root))
    assert command("run", "--out", str(kept), *at).code == 0
    [record] = kept.rglob("toy.tiny_steps/broken-0.json")
    record.with_name("broken-copy.json").write_text("{}")
    recorded.edit("scenarios/toy/other_steps.py", "import torch\n", "import not_there\n")
    answer = command("report", str(kept), "-o", str(path), *at)
    assert (answer.code, "1 of 2 verdicts hold" in answer.out) == (1, True), answer.err
    assert "ModuleNotFoundError: No module named" in path.read_text()


def test_what_fails_comes_first_in_words(page):
    text = page.read_text()
    assert text.index(FAILED) < text.index('id="verdicts"')
    assert text.index('id="tiny_steps"') < text.index('id="other_steps"')


def test_a_title_is_no_script(page):
    text = page.read_text()
    assert "<script>alert" not in text
    assert "A &lt;script&gt;alert(1)&lt;/script&gt; title." in text


def test_html_in_a_lesson_is_shown_and_does_nothing():
    assert "<img" not in rendered("<img src=x onerror=alert(1)>")


def test_nothing_is_fetched_and_no_id_is_there_twice(page):
    text = page.read_text()
    assert not re.findall(r"(?:src|url\()=?[\"'(]?https?:", text)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_it_opens_from_disk_without_a_complaint(page, width, scheme):
    with browser(width, scheme) as seen:
        seen.visit(page, "#tiny_steps")
        assert seen.page.locator("#tiny_steps").get_attribute("open") is not None
        assert seen.page.locator("#other_steps").get_attribute("open") is None
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert (seen.complaints, seen.requests, seen.axe()) == ([], [], [])


def test_the_table_is_filtered_sorted_and_left_by_keyboard(page):
    with browser() as seen:
        seen.visit(page)
        shown = seen.page.locator("#table tbody tr:visible th")
        assert shown.all_inner_texts() == ["tiny_steps", "other_steps"]
        button = seen.page.locator("#table thead button").first
        button.focus()
        seen.page.keyboard.press("Enter")
        assert shown.all_inner_texts() == ["other_steps", "tiny_steps"]
        seen.page.select_option("select[name=verdict]", "fails")
        assert shown.all_inner_texts() == ["tiny_steps"]
        seen.page.fill("input[type=search]", "nothing like it")
        assert shown.count() == 0
        seen.page.fill("input[type=search]", "TINY")
        seen.page.locator("#table a:visible").focus()
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_selector("#tiny_steps[open]")
        assert (seen.complaints, seen.requests) == ([], [])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere"], "is not there"),
        (["bad.json"], "is no file of verdicts"),
        (["empty"], "is of one. Name a folder"),
        (["-o", "a.pdf"], "Name a file that ends with .html"),
        (["--images", "minst"], "Choose one of"),
    ],
)
def test_a_mistake_ends_with_the_cure(recorded, command, monkeypatch, arguments, says):
    monkeypatch.chdir(recorded.root)
    (recorded.root / "bad.json").write_text("[]")
    (recorded.root / "empty").mkdir()
    answer = command("report", *arguments, "--root", str(recorded.root))
    assert answer.code == 2
    assert says in " ".join(answer.err.replace("│", " ").split())
    assert not list(recorded.root.glob("*.html"))


@pytest.mark.parametrize("workers", [[], ["-n", "2"]])
def test_pytest_writes_a_report_of_its_own_runs(toy, pytester, monkeypatch, workers):
    toy.add("tiny_steps")
    toy.edit("scenarios/toy/tiny_steps.py", "Symptom.STALLS", "Symptom.OVERFITS")
    monkeypatch.chdir(toy.root)
    done = pytester.runpytest_subprocess(str(toy.root / "scenarios"), "--wreck-report", "made/report.html", *workers)
    assert done.ret == 1
    [written] = [*toy.root.rglob("report.html"), *pytester.path.rglob("report.html")][:1]
    text = written.read_text()
    assert "0 of 1 verdicts hold" in text
    assert "must show the symptom" in text
    assert "The loss of larger_steps falls" in text


def test_the_report_of_our_own_catalogue_is_small_and_complete(tmp_path, command):
    path = tmp_path / "report.html"
    answer = command("report", "-o", str(path), "--root", str(BUILT_IN))
    assert answer.code == 0, answer.err
    assert path.stat().st_size < 4_000_000
    text = path.read_text()
    assert not [entry.name for entry in Catalogue(BUILT_IN) if f'id="{entry.name}"' not in text]
