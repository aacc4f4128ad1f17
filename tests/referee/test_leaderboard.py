"""The leaderboard: ranks, dates and refusals, from scorecards made by hand."""

import json
from pathlib import Path

import pytest

from trainwreck.errors import UserError
from trainwreck.referee.leaderboard import leaderboard, markdown
from trainwreck.referee.scorecard import SCHEMA_VERSION


def write_card(folder: Path, name: str, detection: float, false_alarms: float, version: int = SCHEMA_VERSION) -> None:
    """Write what a leaderboard reads of a scorecard; what is not given is zero or missing."""
    rates = {"detection": detection, "false_alarms": false_alarms}
    rates |= dict.fromkeys(("abstention", "errors", "component", "fault"), 0.0)
    summary = {key: {"share": share, "low": 0.0, "high": 1.0} for key, share in rates.items()}
    summary |= dict.fromkeys(("precision", "recall", "delay", "overhead"))
    card = {"version": version, "tool": {"name": name, "version": None}, "date": "2030-01-02", "summary": [summary]}
    (folder / f"{name}.json").write_text(json.dumps(card))


def test_the_tool_that_finds_most_above_its_false_alarms_comes_first(tmp_path):
    write_card(tmp_path, "alarmist", detection=1.0, false_alarms=0.9)
    write_card(tmp_path, "careful", detection=0.5, false_alarms=0.0)
    table = leaderboard(tmp_path)
    assert dict(zip(table.tool, table.advantage, strict=True)) == {"careful": 0.5, "alarmist": 0.1}
    assert table.tool[0] == "careful"


def test_a_row_has_the_date_and_leaves_blank_what_was_not_measured(tmp_path):
    write_card(tmp_path, "careful", detection=0.5, false_alarms=0.0)
    cells = [cell.strip() for cell in markdown(leaderboard(tmp_path)).splitlines()[-1].split("|")[1:-1]]
    assert cells[:5] == ["careful", "", "2030-01-02", "0.50 (0.00–1.00)", "0.00 (0.00–1.00)"]
    assert cells[-4:] == ["", "", "", ""]


def test_a_scorecard_of_another_version_is_refused_and_named(tmp_path):
    write_card(tmp_path, "old", detection=1.0, false_alarms=0.0, version=SCHEMA_VERSION + 1)
    with pytest.raises(UserError, match=r"old\.json"):
        leaderboard(tmp_path)


def test_a_folder_without_scorecards_ends_with_how_to_make_one(tmp_path):
    with pytest.raises(UserError, match="trainwreck score TOOL --json"):
        leaderboard(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[" * 100_000,
        "[]",
        "{}",
        '{"version": 1}',
        '{"version": 1, "summary": []}',
        '{"version": 1, "summary": [{}], "tool": {}}',
        '{"version": 1, "summary": [7], "tool": {"name": "x", "version": ""}, "date": ""}',
        '{"version": ' + "9" * 3000 + "}",
    ],
)
def test_a_scorecard_that_is_not_whole_is_refused_and_named(tmp_path, text):
    write_card(tmp_path, "whole", detection=1.0, false_alarms=0.0)
    (tmp_path / "spoiled.json").write_text(text)
    with pytest.raises(UserError, match=r"spoiled\.json' is no whole scorecard .*Make it anew: trainwreck score TOOL"):
        leaderboard(tmp_path)


def test_a_folder_is_no_scorecard(tmp_path):
    write_card(tmp_path, "whole", detection=1.0, false_alarms=0.0)
    (tmp_path / "folder.json").mkdir()
    assert list(leaderboard(tmp_path).tool) == ["whole"]
