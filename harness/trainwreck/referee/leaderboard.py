"""The recorded scorecards of many tools, beside the yardsticks on the same cases; all figures from the cases on record.

In a folder are the scorecards of plain sittings; in ``severities`` below it those of faults at their severities, and in
``unseen`` those of a pack that no tool was made with.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from trainwreck.errors import UserError
from trainwreck.proof.results import Results
from trainwreck.referee import scorecard, yardsticks
from trainwreck.referee.answer import Cause
from trainwreck.referee.figures import FINE, SEVERITY, SYMPTOM, Summary, finds_half_from, summaries, told_apart
from trainwreck.referee.grading import Grade, Graded
from trainwreck.referee.resampling import Estimate, mean

SEVERITIES, UNSEEN = "severities", "unseen"  # folders of scorecards
MOST = 3  # mistakes of a kind that are listed


@dataclass(frozen=True, eq=False)
class Standing:
    """A tool or a yardstick, with its graded cases. A yardstick has no date."""

    name: str
    cases: list[Graded]
    version: str = ""
    date: str = ""

    @cached_property
    def apart(self) -> dict[str, list[float]]:
        """How well each scenario's broken and fixed set-ups are told apart."""
        return told_apart([case for case in self.cases if case.truth.is_plain])

    @cached_property
    def summaries(self) -> dict[str, Summary]:
        """The figures by group."""
        return {summary.group: summary for summary in summaries(self.cases)}

    @property
    def fine(self) -> Estimate | None:
        """The advantage on the cases whose reported score looks fine; None where no score is on record."""
        return self.summaries[FINE].advantage if FINE in self.summaries else None

    def less(self, other: "Standing") -> Estimate:
        """Return the difference of what they tell apart, on the scenarios that both have seen."""
        both = sorted({*self.apart} & {*other.apart})
        return mean({name: [self.apart[name][0] - other.apart[name][0]] for name in both})


def standings(folder: Path) -> list[Standing]:
    """Return the tools that have a scorecard in a folder, and the yardsticks, who tells the most apart first."""
    tools = [_read(file) for file in _scorecards(folder)]
    measures = _yardsticks(max(tools, key=lambda row: len(row.cases)).cases, folder.parent)
    return sorted([*tools, *measures], key=lambda row: (-_told(row), row.name))


def _told(row: Standing) -> float:
    value = row.summaries["all"].told_apart.value
    return -2.0 if value is None else value


def _scorecards(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.glob("*.json") if path.is_file())
    if not files:
        raise UserError(
            f"There is no scorecard in '{folder}'. Make one: trainwreck score TOOL --json {folder}/TOOL.json"
        )
    return files


def _read(file: Path) -> Standing:
    try:
        card = scorecard.read(file)
        cases = [Graded.from_dict(case) for case in card["cases"]]
        if not cases:
            raise ValueError("it has no cases")
        return Standing(card["tool"]["name"], cases, card["tool"]["version"] or "", card["date"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise UserError(
            f"'{file}' is no whole scorecard ({error!r:.200}). Make it anew: trainwreck score TOOL --json {file}"
        ) from error


def _yardsticks(cases: list[Graded], results: Path) -> list[Standing]:
    """Return what the yardsticks answer on the cases of one tool."""
    told = yardsticks.on(cases, Results(results).answers())
    return [Standing(f"*{name}*", answers) for name, answers in told.items()]


def finding(rows: list[Standing]) -> str:
    """Say in a sentence what the tools tell where the reported score looks fine."""
    known = [(row.fine.value, row) for row in rows if row.date and row.fine and row.fine.value is not None]
    if not known:
        return "What the tools tell where the reported score looks fine is not measured: no scorecard has that score."
    _, best = max(known, key=lambda one: (one[0], one[1].name))
    sure = [row.name for _, row in known if row.fine and (row.fine.low or 0) > 0]
    count = f"{len(sure)} of {len(known)} tools tell" if sure else "no tool tells"
    names = f" ({', '.join(sure)})" if sure else ""
    return (
        f"Where the reported score looks fine, {count} anything beyond doubt{names}; the best of them, {best.name}, "
        f"has an advantage of {best.fine} there."
    )


def ranking(rows: list[Standing]) -> pd.DataFrame:
    """Return who tells how much apart.

    ``rank`` is one more than the tools that are better by a difference whose interval is above 0; yardsticks have none.
    ``more than the next`` is the difference to the next row.
    """
    tools = [row for row in rows if row.date]
    below = dict(pairwise(rows))
    return pd.DataFrame([_ranked(row, tools, below.get(row)) for row in rows])


def _ranked(row: Standing, tools: list[Standing], below: Standing | None) -> dict[str, Any]:
    overall = row.summaries["all"]
    return {
        "rank": str(1 + sum((tool.less(row).low or 0.0) > 0 for tool in tools)) if row in tools else "",
        "tool": row.name,
        "version": row.version,
        "date": row.date,
        "told apart": overall.told_apart,
        "more than the next": row.less(below) if below else None,
        "advantage where the score looks fine": row.fine,
        "advantage": overall.advantage,
        "detection": overall.detection,
        "false alarms": overall.false_alarms,
    }


def diagnoses(rows: list[Standing]) -> pd.DataFrame:
    """Return what is named, how rightly, and at what cost."""
    return pd.DataFrame([_diagnosed(row, row.summaries["all"]) for row in rows])


def _diagnosed(row: Standing, overall: Summary) -> dict[str, Any]:
    cost = overall if row.date else None  # a yardstick takes no time
    return {
        "tool": row.name,
        "abstains": overall.abstention.value,
        "errors": overall.errors.value,
        "component": overall.component.value,
        "cause": overall.cause.value,
        "in three": overall.cause_in_three.value,
        "reciprocal rank": overall.reciprocal_rank.value,
        "causes named": overall.named.value,
        "delay": cost and cost.delay,
        "overhead": cost and cost.overhead,
        "trainings": cost and cost.trainings,
        "seconds": cost and cost.seconds,
    }


def by_symptom(rows: list[Standing]) -> pd.DataFrame:
    """Return the share of broken runs found, by what they show."""
    return pd.DataFrame([{"tool": row.name, **_detection(row, SYMPTOM)} for row in rows])


def by_severity(folder: Path) -> pd.DataFrame:
    """Return the share of faults found at each severity, and the severity from which on it is half, of each tool.

    Beside them stands the share of false alarms, at the mended set-ups of the same sittings. The table is empty if no
    tool was scored so.
    """
    rows = []
    for row in map(_read, sorted((folder / SEVERITIES).glob("*.json"))):
        shares, half = _detection(row, SEVERITY), finds_half_from(row.summaries.values())
        shown = sum(share.cases for share in shares.values())
        found = {"tool": row.name, "broken runs": shown, **shares, "half from": str(half or "never")}
        rows.append(found | {"false alarms": row.summaries["all"].false_alarms})
    return pd.DataFrame(rows)


def of_unseen(folder: Path) -> pd.DataFrame:
    """Return what tools that know the catalogue tell of a pack that they do not know; an empty table if none did."""
    rows = []
    for row in map(_read, sorted((folder / UNSEEN).glob("*.json"))):
        overall = row.summaries["all"]
        shown = {"told apart": overall.told_apart, "detection": overall.detection, "false alarms": overall.false_alarms}
        rows.append({"tool": row.name, "runs": len(row.cases), **shown})
    return pd.DataFrame(rows)


def _detection(row: Standing, prefix: str) -> dict[str, Estimate]:
    groups = {name: summary for name, summary in row.summaries.items() if name.startswith(prefix)}
    return {name.removeprefix(prefix): summary.detection for name, summary in groups.items()}


def mistakes(rows: list[Standing]) -> pd.DataFrame:
    """Return what each tool names first and wrongly, of broken runs and of healthy ones: the most frequent causes."""
    return pd.DataFrame([{"tool": row.name, **_mistaken(row)} for row in rows if row.date])


def _mistaken(row: Standing) -> dict[str, str]:
    kinds = {"of broken runs": (Grade.DETECTED, Grade.LOCATED), "of healthy runs": (Grade.ALARMED,)}
    return {kind: _most([case for case in row.cases if case.grade in grades]) for kind, grades in kinds.items()}


def _most(cases: list[Graded]) -> str:
    first = [case.reply.diagnosis.causes[:1] for case in cases if case.reply.diagnosis]
    counts = Counter(_name(causes[0]) if causes else "no cause" for causes in first)
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:MOST]
    return ", ".join(f"{cause} ({count})" for cause, count in ordered)


def _name(cause: Cause) -> str:
    return f"`{cause.fault}`" if cause.fault else f"something in {cause.component}"


def markdown(table: pd.DataFrame) -> str:
    """Return a table of the leaderboard in Markdown; numbers and estimates to the right."""
    lines = [f"| {' | '.join(table.columns)} |", f"|{'|'.join(_rule(table[name]) for name in table)}|"]
    for row in table.astype(object).to_dict("records"):
        lines.append(f"| {' | '.join(_cell(row[name]) for name in table)} |")
    return "\n".join(lines)


def _rule(column: "pd.Series[Any]") -> str:
    return "---" if all(isinstance(value, str) for value in column) else "---:"


def _cell(value: Any) -> str:
    if isinstance(value, str | int | Estimate):
        return str(value)
    return "" if value is None or pd.isna(value) else f"{value:.2f}"
