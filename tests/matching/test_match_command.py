"""``trainwreck match``: what it prints and writes, its exit codes, and what it refuses."""

import json
import math
import re

import pandas as pd
import pytest

import trainwreck as tw
from trainwreck.pairs.entries import HEALTHY, Catalogue

STALLED = [2.3 + (-1) ** step / 100 for step in range(40)]
LEARNED = [2.3 * math.exp(-step / 10) + 0.1 + (-1) ** step / 100 for step in range(60)]


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write losses as log.csv in the present folder."""
    monkeypatch.chdir(tmp_path)

    def written(losses):
        pd.DataFrame({"loss": losses}).to_csv("log.csv", index=False)
        return "log.csv"

    return written


def test_a_symptom_is_told_with_the_faults_that_show_it_and_what_would_decide(command, write):
    answer = command("match", write(STALLED))
    assert answer.code == 1, answer.err
    text = " ".join(answer.out.split())
    assert "It looks like a run that stalls" in text
    names = set(re.findall(r"trainwreck show (\w+) --fix", text))
    assert len(names) == 3
    assert names <= {entry.name for entry in Catalogue()}


def test_the_curves_fit_in_80_columns_and_need_no_colour(command, write):
    out = command("match", write(STALLED)).out
    assert "\x1b" not in out
    assert "your log" in out
    assert max(map(len, out.partition("It looks like")[0].splitlines())) <= 80


def test_json_has_what_is_told_and_the_candidates(command, write):
    answer = command("match", write(STALLED), "--json")
    found = json.loads(answer.out)
    assert (answer.code, found["told"], found["columns"]) == (1, "stalls", {"losses": "loss"})
    assert found["symptoms"]["stalls"] >= found["enough"]
    assert {"name", "confidence", "check", "check_accuses_also"} <= set(found["scenarios"][0])


def test_a_healthy_log_ends_with_code_0(command, write):
    answer = command("match", write(LEARNED))
    assert (answer.code, "It looks healthy" in answer.out) == (0, True)


def test_what_cannot_be_told_ends_with_code_0(command, write, monkeypatch):
    monkeypatch.setattr("trainwreck.matching.matcher.RIGHT", 1.1)  # no answer is ever so sure
    answer = command("match", write(STALLED))
    assert (answer.code, "It can't be told from this log" in answer.out) == (0, True)


def test_the_page_needs_nothing_else_and_hides_no_markup_in_a_name(command, write, tmp_path):
    write(STALLED)
    (tmp_path / "log.csv").rename(tmp_path / "<b>.csv")
    assert command("match", "<b>.csv", "-o", "page.html").code == 1
    page = (tmp_path / "page.html").read_text()
    assert "<svg" in page
    assert "your log" in page
    assert "<b>" not in page
    known = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}  # names, not places
    assert set(re.findall(r"""https?://[^"'\s<]+""", page)) <= known
    assert not re.search(r"""<(script|link|img)|\bsrc=|@import|url\((?!#|"#)""", page)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["absent.csv"], "There is no 'absent.csv'. Name a log"),
        (["log.csv", "--loss", "los"], "Did you mean 'loss'? --loss takes one of 'loss'."),
        (["log.csv", "--score", "accuracy"], "There is no column 'accuracy' of numbers."),
        (["log.csv", "-o", "page.pdf"], "Name a file that ends with .html."),
        (["log.csv", "-o", "log.csv/page.html"], "Name another place with -o."),
    ],
)
def test_a_mistake_ends_with_exit_code_2_and_the_cure(command, write, tmp_path, arguments, says):
    write(STALLED)
    answer = command("match", *arguments)
    assert answer.code == 2
    assert says in " ".join(answer.err.replace("│", " ").split())
    assert [path.name for path in tmp_path.iterdir()] == ["log.csv"]


def test_a_catalogue_without_recorded_logs_says_how_to_record_them(toy, command, write):
    toy.add("tiny_steps")
    answer = command("match", write(STALLED), "--root", str(toy.root))
    assert (answer.code, "Record them: trainwreck results logs" in answer.err) == (2, True)


HEADING = (
    "component,scenario,recipe,kind,severity,seed,symptom,epochs,losses,validation_losses,validation,training,"
    "environment,fingerprint"
)


def recorded_logs(toy, *names, kind="first"):
    """Record logs by hand: of each scenario one that stands still, twice, and one that falls, twice."""
    lines = [HEADING]
    for name in names:
        for seed in (0, 1):
            lines += [
                f"toy,{name},broken,{kind},,{seed},stalls,4,2.3 2.3 2.3 2.3,2 2 2 2,0 0 0 0,0 0 0 0,a,b",
                f"toy,{name},larger_steps,first,,{seed},,4,2.3 1 0.5 0.2,2 1 1 1,0 1 1 1,0 1 1 1,a,b",
            ]
    (toy.root / "results").mkdir()
    (toy.root / "results" / "logs-digits-cpu.csv").write_text("\n".join(lines) + "\n")


def test_a_catalogue_with_one_scenario_says_that_it_takes_more(toy, command, write):
    toy.add("tiny_steps")
    recorded_logs(toy, "tiny_steps")
    answer = command("match", write(STALLED), "--root", str(toy.root))
    assert answer.code == 2
    assert "Write more with `trainwreck new`" in " ".join(answer.err.split())


def test_a_fault_that_shows_a_symptom_at_another_severity_alone_is_shown_at_that(toy, command, write):
    for name in ("tiny_steps", "smaller_steps"):
        toy.add(name)
    recorded_logs(toy, "tiny_steps", "smaller_steps", kind="dose")
    answer = command("match", write(STALLED), "--root", str(toy.root))
    assert answer.code != 2, answer.err
    assert "trainwreck show tiny_steps --fix" in answer.out


def test_the_logs_of_a_catalogue_are_recorded_once(toy, command, tmp_path):
    toy.add("tiny_steps")
    arguments = ("results", "logs", "--root", str(toy.root), "--out", str(tmp_path / "runs"))
    assert "1 recorded in" in " ".join(command(*arguments).out.split())
    assert "0 recorded in" in " ".join(command(*arguments).out.split())
    table = pd.read_csv(toy.root / "results" / "logs-digits-cpu.csv")
    assert table.groupby(["recipe", "kind"]).size().to_dict() == {
        ("broken", "first"): 5,
        ("broken", "fresh"): 3,
        ("larger_steps", "first"): 5,
        ("larger_steps", "fresh"): 3,
    }
    assert set(table[table.recipe == "broken"].symptom) == {"stalls"}


def test_a_program_is_told_the_same_of_a_frame():
    found = tw.match(pd.DataFrame({"objective": LEARNED}), loss="objective")
    assert (found.told, found.is_ill) == (HEALTHY, False)
