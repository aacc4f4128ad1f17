"""The leaderboard: figures, ranks and refusals, from scorecards made by hand."""

import json
from pathlib import Path

import pytest

from tests.referee.hand import RATE, broken, faulty, fixed, graded
from trainwreck.errors import UserError
from trainwreck.referee.answer import HEALTHY
from trainwreck.referee.grading import Graded
from trainwreck.referee.leaderboard import NOTE, leaderboard, markdown
from trainwreck.referee.scorecard import SCHEMA_VERSION

OF_THE_FIRST_VERSION = ("symptom", "gain", "leaves", "trainings", "alarm", "reported")


def answers(found: int, alarmed: int) -> list[Graded]:
    """The cases of a tool that accuses so many of ten scenarios while they are broken, and so many once fixed."""
    names = [f"fault_{n}" for n in range(10)]
    cases = [graded(broken(name), 0, faulty(RATE) if n < found else HEALTHY) for n, name in enumerate(names)]
    return cases + [graded(fixed(name), 0, faulty(RATE) if n < alarmed else HEALTHY) for n, name in enumerate(names)]


def write_card(folder: Path, name: str, cases: list[Graded], version: int = SCHEMA_VERSION) -> None:
    """Write what a leaderboard reads of a scorecard."""
    told = [case.as_dict() for case in cases]
    if version == 1:
        told = [{key: value for key, value in case.items() if key not in OF_THE_FIRST_VERSION} for case in told]
    card = {"version": version, "tool": {"name": name, "version": None}, "date": "2030-01-02", "cases": told}
    (folder / f"{name}.json").write_text(json.dumps(card))


def rows(folder: Path) -> dict[str, dict]:
    return {row["tool"]: row for row in leaderboard(folder).to_dict("records")}


def test_the_tool_that_tells_the_most_apart_comes_first_and_the_yardsticks_are_there(tmp_path):
    write_card(tmp_path, "alarmist", answers(10, 9))
    write_card(tmp_path, "careful", answers(5, 0))
    table = leaderboard(tmp_path)
    assert list(table.tool) == ["careful", "alarmist", "*most_frequent*", "*silent*"]
    assert [figure.value for figure in table.told_apart] == [0.5, 0.1, 0, 0]


def test_who_is_not_better_beyond_doubt_shares_the_rank(tmp_path):
    write_card(tmp_path, "best", answers(10, 0))
    write_card(tmp_path, "fair", answers(5, 0))
    write_card(tmp_path, "nearly", answers(4, 0))
    found = rows(tmp_path)
    assert [found[name]["rank"] for name in ("best", "fair", "nearly", "*silent*")] == ["1", "2", "2", ""]
    assert found["best"]["to_next"].value == 0.5
    assert found["best"]["to_next"].low > 0
    assert found["fair"]["to_next"].value == 0.1


def test_tools_are_compared_on_the_scenarios_that_both_have_seen(tmp_path):
    write_card(tmp_path, "all", answers(5, 0))
    write_card(tmp_path, "few", [case for case in answers(5, 0) if case.truth.scenario < "fault_5"])
    assert rows(tmp_path)["few"]["to_next"].value == 0


def test_a_row_has_the_date_and_leaves_blank_what_was_not_measured(tmp_path):
    write_card(tmp_path, "careful", answers(5, 0))
    cells = [cell.strip() for cell in markdown(leaderboard(tmp_path)).splitlines()[2].split("|")[1:-1]]
    assert cells[:4] == ["1", "careful", "", "2030-01-02"]
    assert cells[6] == ""  # where the score looks fine
    assert cells[-3:-1] == ["", ""]
    assert "†" not in markdown(leaderboard(tmp_path))


def test_a_scorecard_of_the_first_version_is_read_marked_and_said_to_lack_some_figures(tmp_path):
    write_card(tmp_path, "old", answers(5, 0), version=1)
    assert rows(tmp_path)["old†"]["told_apart"].value == 0.5
    assert markdown(leaderboard(tmp_path)).splitlines()[-1] == NOTE


def test_a_scorecard_of_another_version_is_refused_and_named(tmp_path):
    write_card(tmp_path, "new", answers(5, 0), version=SCHEMA_VERSION + 1)
    with pytest.raises(UserError, match=r"new\.json"):
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
        leaderboard(tmp_path)


def test_a_folder_is_no_scorecard(tmp_path):
    write_card(tmp_path, "whole", answers(1, 0))
    (tmp_path / "folder.json").mkdir()
    assert "whole" in rows(tmp_path)
