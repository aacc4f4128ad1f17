"""The leaderboard: figures, ranks and refusals, from scorecards made by hand."""

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.referee.hand import NOISE, RATE, broken, control, faulty, fixed, graded
from trainwreck.errors import UserError
from trainwreck.referee.answer import HEALTHY
from trainwreck.referee.grading import Graded
from trainwreck.referee.leaderboard import (
    SEVERITIES,
    UNSEEN,
    by_severity,
    by_symptom,
    diagnoses,
    finding,
    markdown,
    mistakes,
    of_unseen,
    ranking,
    standings,
)
from trainwreck.referee.scorecard import SCHEMA_VERSION
from trainwreck.referee.subject import Truth


def answers(found: int, alarmed: int, reported: float | None = None) -> list[Graded]:
    """The cases of a tool that accuses so many of ten scenarios while they are broken, and so many once fixed."""
    names = [f"fault_{n}" for n in range(10)]
    score = {} if reported is None else {"reported": reported}
    cases = [graded(broken(name), 0, faulty(RATE) if n < found else HEALTHY, **score) for n, name in enumerate(names)]
    fine = {} if reported is None else {"reported": 0.9}
    return cases + [
        graded(fixed(name), 0, faulty(RATE) if n < alarmed else HEALTHY, **fine) for n, name in enumerate(names)
    ]


def write_card(folder: Path, name: str, cases: list[Graded], version: int = SCHEMA_VERSION) -> None:
    """Write what a leaderboard reads of a scorecard."""
    folder.mkdir(exist_ok=True)
    told = [case.as_dict() for case in cases]
    card = {"version": version, "tool": {"name": name, "version": None}, "date": "2030-01-02", "cases": told}
    (folder / f"{name}.json").write_text(json.dumps(card))


def rows(table: pd.DataFrame) -> dict[str, dict]:
    return {row["tool"]: row for row in table.to_dict("records")}


def test_the_tool_that_tells_the_most_apart_comes_first_and_the_yardsticks_are_there(tmp_path):
    write_card(tmp_path, "alarmist", answers(10, 9))
    write_card(tmp_path, "careful", answers(5, 0))
    table = ranking(standings(tmp_path))
    assert list(table.tool) == ["careful", "alarmist", "*most_frequent*", "*silent*"]
    assert [figure.value for figure in table["told apart"]] == [0.5, 0.1, 0, 0]


def test_who_is_not_better_beyond_doubt_shares_the_rank(tmp_path):
    write_card(tmp_path, "best", answers(10, 0))
    write_card(tmp_path, "fair", answers(5, 0))
    write_card(tmp_path, "nearly", answers(4, 0))
    found = rows(ranking(standings(tmp_path)))
    assert [found[name]["rank"] for name in ("best", "fair", "nearly", "*silent*")] == ["1", "2", "2", ""]
    assert found["best"]["more than the next"].value == 0.5
    assert found["best"]["more than the next"].low > 0
    assert found["fair"]["more than the next"].value == 0.1


def test_tools_are_compared_on_the_scenarios_that_both_have_seen(tmp_path):
    write_card(tmp_path, "all", answers(5, 0))
    write_card(tmp_path, "few", [case for case in answers(5, 0) if case.truth.scenario < "fault_5"])
    assert rows(ranking(standings(tmp_path)))["few"]["more than the next"].value == 0


def test_a_table_leaves_blank_what_was_not_measured(tmp_path):
    write_card(tmp_path, "careful", answers(5, 0))
    lines = markdown(ranking(standings(tmp_path))).splitlines()
    cells = [cell.strip() for cell in lines[2].split("|")[1:-1]]
    assert cells[:4] == ["1", "careful", "", "2030-01-02"]
    assert cells[6] == ""  # where the score looks fine
    assert lines[1] == "|---|---|---|---|---:|---:|---:|---:|---:|---:|"


def test_a_yardstick_takes_no_time(tmp_path):
    write_card(tmp_path, "quick", [graded(broken(f"fault_{n}"), 0, faulty(RATE), seconds=2.0) for n in range(5)])
    found = rows(diagnoses(standings(tmp_path)))
    assert found["quick"]["seconds"] == 2
    assert pd.isna(found["*silent*"]["seconds"])
    assert found["quick"]["cause"] == 1


def test_the_finding_names_who_tells_something_where_the_score_looks_fine(tmp_path):
    write_card(tmp_path, "blind", answers(0, 0, reported=0.95))
    assert finding(standings(tmp_path)) == (
        "Where the reported score looks fine, no tool tells anything beyond doubt; the best of them, blind, has an "
        "advantage of 0.00 there."
    )
    write_card(tmp_path, "keen", answers(9, 0, reported=0.95))
    told = finding(standings(tmp_path))
    assert "1 of 2 tools tell anything beyond doubt (keen); the best of them, keen, has an advantage of 0.90" in told


def test_without_reported_scores_there_is_no_finding(tmp_path):
    write_card(tmp_path, "careful", answers(5, 0))
    assert "is not measured: no scorecard has that score" in finding(standings(tmp_path))


def test_without_a_scorecard_by_severity_the_table_is_empty(tmp_path):
    assert by_severity(tmp_path).empty


def test_what_is_found_is_told_by_what_a_run_shows(tmp_path):
    shown = [graded(broken("a", symptom="stalls"), 0, faulty(RATE)), graded(broken("b", symptom="spikes"), 0, HEALTHY)]
    write_card(tmp_path, "tool", shown)
    found = rows(by_symptom(standings(tmp_path)))["tool"]
    assert (found["stalls"].value, found["spikes"].value) == (1, 0)


def shown_at(level: int) -> Truth:
    """The truth about a fault at a severity other than the plain one."""
    return Truth("optimizer", "high", f"broken at {level}", "broken", (RATE,), severity=level)


def test_the_severity_from_which_on_half_is_found_is_the_first(tmp_path):
    def shown(found: dict[int, bool]) -> list[Graded]:
        return [graded(shown_at(level), level, faulty(RATE) if hit else HEALTHY) for level, hit in found.items()]

    write_card(tmp_path / SEVERITIES, "late", shown({1: False, 4: False, 5: True}))
    write_card(tmp_path / SEVERITIES, "never", shown({1: False, 5: False}))
    found = rows(by_severity(tmp_path))
    assert found["late"]["half from"] == "5"
    assert found["never"]["half from"] == "never"
    assert found["late"]["5"].value == 1
    assert (found["late"]["broken runs"], found["never"]["broken runs"]) == (3, 2)


def test_beside_what_is_found_at_each_severity_stand_the_false_alarms_at_the_mended_ones(tmp_path):
    mended = [graded(fixed("a"), 0, faulty(RATE)), graded(fixed("b"), 0, HEALTHY)]
    write_card(tmp_path / SEVERITIES, "loud", [graded(shown_at(1), 0, faulty(RATE)), *mended])
    assert rows(by_severity(tmp_path))["loud"]["false alarms"].value == 0.5


def test_what_is_told_of_an_unseen_pack_is_counted_by_itself(tmp_path):
    assert of_unseen(tmp_path).empty
    write_card(tmp_path, "tool", answers(1, 9))
    write_card(tmp_path / UNSEEN, "tool", answers(10, 2))
    found = rows(of_unseen(tmp_path))["tool"]
    assert (found["runs"], found["detection"].value, found["false alarms"].value) == (20, 1, 0.2)
    assert found["told apart"].value == 0.8
    assert "| tool | 20 | 0.80 " in markdown(of_unseen(tmp_path))


def test_mistakes_are_what_is_named_first_and_wrongly(tmp_path):
    write_card(
        tmp_path,
        "tool",
        [
            graded(broken("a"), 0, faulty(RATE)),  # right
            graded(broken("b"), 0, faulty(NOISE)),
            graded(broken("c"), 0, faulty(NOISE, RATE)),
            graded(broken("d"), 0, faulty()),
            graded(control(), 0, faulty(RATE)),
        ],
    )
    found = rows(mistakes(standings(tmp_path)))
    assert found["tool"]["of broken runs"] == "`label_noise` (2), no cause (1)"
    assert found["tool"]["of healthy runs"] == "`high_learning_rate` (1)"
    assert "*silent*" not in found


def test_a_scorecard_of_another_version_is_refused_and_named(tmp_path):
    write_card(tmp_path, "new", answers(5, 0), version=SCHEMA_VERSION + 1)
    with pytest.raises(UserError, match=r"new\.json"):
        standings(tmp_path)


def test_a_folder_without_scorecards_ends_with_how_to_make_one(tmp_path):
    with pytest.raises(UserError, match="trainwreck score TOOL --json"):
        standings(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[" * 100_000,
        "[]",
        "{}",
        '{"version": 1}',
        '{"version": 2, "cases": []}',
        '{"version": 2, "cases": [{}], "tool": {}}',
        '{"version": 2, "cases": [7], "tool": {"name": "x", "version": ""}, "date": ""}',
        '{"version": ' + "9" * 3000 + "}",
    ],
)
def test_a_scorecard_that_is_not_whole_is_refused_and_named(tmp_path, text):
    write_card(tmp_path, "whole", answers(1, 0))
    (tmp_path / "spoiled.json").write_text(text)
    with pytest.raises(UserError, match=r"spoiled\.json' is no whole scorecard .*Make it anew: trainwreck score TOOL"):
        standings(tmp_path)


def test_a_folder_is_no_scorecard(tmp_path):
    write_card(tmp_path, "whole", answers(1, 0))
    (tmp_path / "folder.json").mkdir()
    assert "whole" in rows(ranking(standings(tmp_path)))
