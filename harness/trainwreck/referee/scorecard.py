"""A tool's scorecard: its graded cases, and their figures beside those of tools that know nothing."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from rich.table import Table

from trainwreck.proof.environment import environment
from trainwreck.proof.tables import printed
from trainwreck.referee.curves import curves
from trainwreck.referee.figures import Summary, finds_half_from, summaries
from trainwreck.referee.grading import Grade, Graded
from trainwreck.referee.resampling import Estimate
from trainwreck.referee.subject import Truth
from trainwreck.referee.tool import Tool

SCHEMA_VERSION = 2

SHOWN = {
    "told_apart": "told apart (95 %)",
    "detection": "detection (95 %)",
    "false_alarms": "false alarms (95 %)",
    "abstention": "abstains",
    "errors": "errors",
    "component": "component",
    "cause": "cause",
    "cause_in_three": "in three",
    "named": "named",
    "seconds": "seconds",
}  # the columns of the table: figures and their headings


@dataclass(frozen=True)
class LeftOut:
    """A case that counts for nothing, because the set-up does not train even with no tool looking on."""

    truth: Truth
    seed: int
    reason: str

    def __str__(self) -> str:
        place = f"{self.truth.scenario} / {self.truth.recipe}, seed {self.seed}"
        return f"{place} is left out, because it does not train: {self.reason}"


@dataclass(frozen=True)
class Scorecard:
    """What became of a tool: its graded cases, and their figures.

    ``left_out``  cases on which no tool can be scored.
    """

    cases: list[Graded]
    left_out: list[LeftOut] = field(default_factory=list)

    @classmethod
    def of(cls, graded: Sequence[Graded], left_out: Sequence[LeftOut]) -> "Scorecard":
        """Return the scorecard; what does not train on one seed is left out on all, the same ones for every tool."""
        out = {(one.truth.scenario, one.truth.recipe) for one in left_out}
        return cls([case for case in graded if case.place[:2] not in out], list(left_out))

    @property
    def errors(self) -> list[Graded]:
        """The cases in which the tool gave no answer."""
        return [case for case in self.cases if case.grade is Grade.ERROR]

    @cached_property
    def overall(self) -> Summary:
        """The figures of all cases."""
        return summaries(self.cases)[0]

    @property
    def finds_half_from(self) -> int | None:
        """The severity from which on half of the faults are called faulty; None if there is none, or none shown."""
        return finds_half_from(summaries(self.cases))

    @property
    def detection(self) -> Estimate:
        """Of the broken set-ups, the share that was called faulty."""
        return self.overall.detection

    @property
    def false_alarms(self) -> Estimate:
        """Of the healthy set-ups, the share that was called faulty."""
        return self.overall.false_alarms

    def __str__(self) -> str:
        return printed(table(summaries(self.cases))) + "\n" + "".join(f"{one}\n" for one in self.left_out)

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><th>{escape(one.group)}</th>{_cells(one)}</tr>" for one in summaries(self.cases))
        headings = "".join(f"<th>{escape(heading)}</th>" for heading in SHOWN.values())
        left_out = "".join(f"<p>{escape(str(one))}</p>" for one in self.left_out)
        return f"<table><thead><tr><th></th>{headings}</tr></thead><tbody>{rows}</tbody></table>{left_out}"


def read(path: Path) -> dict[str, Any]:
    """Return a scorecard that was written; a ValueError says what else it is."""
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except RecursionError:
        raise ValueError("nested too deeply to be read") from None
    if not isinstance(card, dict) or "version" not in card:
        raise ValueError("it has no version")
    if card["version"] != SCHEMA_VERSION:
        raise ValueError(f"version {card['version']!r:.20}, not {SCHEMA_VERSION}")
    return card


def document(
    tool: Tool,
    cases: Iterable[Graded],
    images: str,
    device: str,
    seeds: Sequence[int],
    yardsticks: list[Summary],
    secret: str | None = None,
    variants: bool = False,
    about: Mapping[str, str] | None = None,
    protections: str | None = None,
) -> dict[str, Any]:
    """Return a scorecard in JSON's types; its schema is ``scorecard.schema.json``."""
    ordered = sorted(cases, key=lambda case: (case.truth.component, *case.place))
    return {
        "version": SCHEMA_VERSION,
        "tool": {"name": tool.name, "version": tool.version, "about": dict(about or {})},
        "date": date.today().isoformat(),
        "environment": environment(),
        "images": images,
        "device": device,
        "seeds": list(seeds),
        "secret": secret,
        "variants": variants,
        "protections": protections,
        "summary": [asdict(summary) for summary in summaries(ordered)],
        "yardsticks": [asdict(summary) for summary in yardsticks],
        "curves": asdict(curves([case for case in ordered if case.truth.is_plain])),
        "cases": [case.as_dict() for case in ordered],
    }


def text(scorecard: dict[str, Any]) -> str:
    """Return a scorecard's JSON, a line a case."""
    head = json.dumps({**scorecard, "cases": []}, indent=1, ensure_ascii=False)
    cases = ",\n".join("  " + json.dumps(case, ensure_ascii=False) for case in scorecard["cases"])
    return head.replace('"cases": []', f'"cases": [\n{cases}\n ]') + "\n"


def table(rows: Iterable[Summary]) -> Table:
    """Lay summaries out as a table."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    shown.add_column("", no_wrap=True)
    for heading in SHOWN.values():
        shown.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        shown.add_row(row.group, *(_cell(getattr(row, name), "95 %" in heading) for name, heading in SHOWN.items()))
    return shown


def _cells(row: Summary) -> str:
    figures = (_cell(getattr(row, name), "95 %" in heading) for name, heading in SHOWN.items())
    return "".join(f"<td>{escape(figure)}</td>" for figure in figures)


def _cell(figure: Estimate | float | None, with_interval: bool) -> str:
    if isinstance(figure, Estimate) and with_interval:
        return str(figure)
    value = figure.value if isinstance(figure, Estimate) else figure
    return "" if value is None else f"{value:.2f}"
