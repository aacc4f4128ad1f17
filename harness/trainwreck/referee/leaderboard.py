"""The recorded scorecards of many tools, a row a tool, beside the yardsticks; all figures from the cases on record."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from trainwreck.errors import UserError
from trainwreck.referee import scorecard, yardsticks
from trainwreck.referee.figures import FINE, Summary, summaries, told_apart
from trainwreck.referee.grading import Graded
from trainwreck.referee.resampling import Estimate, mean

INTERVALS = ("told_apart", "advantage", "detection", "false_alarms")
SHARES = ("abstention", "errors", "component", "cause", "cause_in_three", "reciprocal_rank", "named")
NUMBERS = ("delay", "overhead", "seconds")
OLD = "†"  # marks a scorecard of the first version
NOTE = (
    f"{OLD} Kept from an earlier protocol, in which each recipe was shown on the same seeds, and neither the reported "
    "score nor the step of the alarm was noted: what hangs on these is blank, and no alarm is excused."
)


@dataclass(frozen=True, eq=False)
class _Row:
    """A tool or a yardstick, with its graded cases."""

    name: str
    cases: list[Graded]
    version: str | None = ""
    date: str = ""
    mark: str = ""

    @cached_property
    def apart(self) -> dict[str, list[float]]:
        return told_apart([case for case in self.cases if case.truth.is_plain])

    @cached_property
    def summaries(self) -> dict[str, Summary]:
        return {summary.group: summary for summary in summaries(self.cases)}

    def less(self, other: "_Row") -> Estimate:
        """Return the difference of what they tell apart, on the scenarios that both have seen."""
        both = sorted({*self.apart} & {*other.apart})
        return mean({name: [self.apart[name][0] - other.apart[name][0]] for name in both})


def leaderboard(folder: Path) -> pd.DataFrame:
    """Return the overall figures of all scorecards in a folder and of the yardsticks, who tells the most apart first.

    ``rank`` is one more than the tools that are better by a difference whose interval is above 0; yardsticks have none.
    ``to_next`` is the difference to the tool in the next row.
    """
    files = sorted(path for path in folder.glob("*.json") if path.is_file())
    if not files:
        raise UserError(
            f"There is no scorecard in '{folder}'. Make one: trainwreck score TOOL --json {folder}/TOOL.json"
        )
    tools = [_read(file) for file in files]
    measures = _yardsticks(max(tools, key=lambda row: len(row.cases)).cases, folder.parent)
    rows = sorted([*tools, *measures], key=lambda row: (-_told(row), row.name))
    below = dict(pairwise(rows))
    return pd.DataFrame([_figures(row, tools, below.get(row)) for row in rows])


def _told(row: _Row) -> float:
    value = row.summaries["all"].told_apart.value
    return -2.0 if value is None else value


def _rank(row: _Row, tools: list[_Row]) -> str:
    return str(1 + sum((tool.less(row).low or 0.0) > 0 for tool in tools)) if row in tools else ""


def _read(file: Path) -> _Row:
    try:
        card = scorecard.read(file)
        cases = [Graded.from_dict(case) for case in card["cases"]]
        mark = OLD if card["version"] < scorecard.SCHEMA_VERSION else ""
        if not cases:
            raise ValueError("it has no cases")
        return _Row(card["tool"]["name"], cases, card["tool"]["version"], card["date"], mark)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise UserError(
            f"'{file}' is no whole scorecard ({error!r:.200}). Make it anew: trainwreck score TOOL --json {file}"
        ) from error


def _yardsticks(cases: list[Graded], results: Path) -> list[_Row]:
    """Return what the yardsticks answer on the cases of one tool."""
    told = yardsticks.on(cases, results / "checks-digits-cpu.csv")
    return [_Row(f"*{name}*", answers) for name, answers in told.items()]


def _figures(row: _Row, tools: list[_Row], below: _Row | None) -> dict[str, Any]:
    overall, fine = row.summaries["all"], row.summaries.get(FINE)
    return {
        "rank": _rank(row, tools),
        "tool": row.name + row.mark,
        "version": row.version,
        "date": row.date,
        **{name: getattr(overall, name) for name in INTERVALS},
        "to_next": row.less(below) if below else None,
        "advantage_where_fine": fine.advantage if fine else None,
        **{name: getattr(overall, name).value for name in SHARES},
        **{name: getattr(overall, name) if row in tools else None for name in NUMBERS},  # a yardstick takes no time
    }


HEADINGS = {
    "rank": "rank",
    "tool": "tool",
    "version": "version",
    "date": "date",
    "told_apart": "told apart (95 %)",
    "to_next": "more than the next (95 %)",
    "advantage_where_fine": "advantage where the score looks fine (95 %)",
    "advantage": "advantage (95 %)",
    "detection": "detection (95 %)",
    "false_alarms": "false alarms (95 %)",
    "abstention": "abstains",
    "errors": "errors",
    "component": "component",
    "cause": "cause",
    "cause_in_three": "in three",
    "reciprocal_rank": "reciprocal rank",
    "named": "causes named",
    "delay": "delay",
    "overhead": "overhead",
    "seconds": "seconds",
}


def markdown(table: pd.DataFrame) -> str:
    """Return a leaderboard as a Markdown table."""
    lines = [f"| {' | '.join(HEADINGS.values())} |", "|---:|---|---|---|" + "---:|" * (len(HEADINGS) - 4)]
    for row in table.astype(object).to_dict("records"):
        lines.append(f"| {' | '.join(_cell(row[name]) for name in HEADINGS)} |")
    note = ["", NOTE] if table.tool.str.endswith(OLD).any() else []
    return "\n".join([*lines, *note])


def _cell(value: Any) -> str:
    if isinstance(value, str | Estimate):
        return str(value)
    return "" if value is None or pd.isna(value) else f"{value:.2f}"
