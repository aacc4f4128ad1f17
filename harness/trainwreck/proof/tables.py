"""Verdicts as a table for the terminal, and as a JSON document."""

import json
from collections.abc import Iterable
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from trainwreck.proof.conditions import Conditions
from trainwreck.proof.environment import environment
from trainwreck.proof.verdict import Verdict

WIDEST = 1000
MANY = 3  # demands that are not met: from here on the table counts them instead of naming them


def verdicts_json(rows: Iterable[Verdict], conditions: Conditions) -> str:
    """Return verdicts as a JSON document, with what they depend on; NaN and infinity become null."""
    document = {
        "version": 1,
        "environment": environment(),
        "images": conditions.images.name,
        "device": str(conditions.device),
        "seeds": list(conditions.seeds),
        "verdicts": [row.as_dict() for row in rows],
    }
    return json.dumps(without_nan(document), indent=2, allow_nan=False) + "\n"


def without_nan(value: Any) -> Any:
    """Return a value of JSON's types with None for each number that JSON does not have."""
    if isinstance(value, dict):
        return {key: without_nan(part) for key, part in value.items()}
    if isinstance(value, list):
        return [without_nan(part) for part in value]
    return None if isinstance(value, float) and not abs(value) < float("inf") else value


def printed(table: Table) -> str:
    """Return a table as text, as wide as it needs to be: columns that are cut short cannot be read."""
    wide = Console(width=WIDEST)
    console = Console(width=wide.measure(table).maximum, color_system=None)
    with console.capture() as captured:
        console.print(table)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def verdict_table(rows: Iterable[Verdict], times: bool = True) -> Table:
    """Lay verdicts out as a table, one row a fix; without ``times`` for what shall not change from day to day."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("scenario", "fix", "symptom"):
        table.add_column(heading, no_wrap=True)
    for heading in ("broken → fixed", "gain (95 %)", "p", "epochs", *(("s",) if times else ())):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    previous = ""
    for row in rows:
        table.add_row(
            row.scenario if row.scenario != previous else "",
            row.recipe,
            row.symptom or "",
            _change(row),
            f"{row.gain.mean:+.2f} ({row.gain.low:+.2f}, {row.gain.high:+.2f})" if row.gain else "",
            f"{row.gain.p:.3f}" if row.gain else "",
            "" if row.epochs_to_goal is None else f"{row.epochs_to_goal:g}",
            *((f"{row.seconds:.1f}",) if times else ()),
            _outcome(row),
            style=None if row.holds else "red",
        )
        previous = row.scenario
    return table


def _outcome(row: Verdict) -> str:
    if row.holds:
        return "✓ holds"
    return f"✗ {', '.join(row.failed)}" if len(row.failed) < MANY else f"✗ fails {len(row.failed)} demands"


def _change(row: Verdict) -> str:
    if row.score is None:
        return ""
    return f"{row.score:.2f}" if row.broken is None else f"{row.broken:.2f} → {row.score:.2f}"


def severity_table(rows: pd.DataFrame) -> Table:
    """Return one scenario's severities, a row a dose; the scenario's own dose is marked."""
    first = rows.iloc[0]
    title = f"{first.scenario}, by {first.of} (goal {first.goal:.2f})"
    columns = ("severity", "dose", "broken (95 %)", f"{first.fix} (95 %)", "symptom", "check")
    table = Table(*columns, title=title, title_justify="left", box=None, pad_edge=False)
    for row in rows.sort_values("severity").itertuples():
        mark = " (the scenario)" if row.plain else ""
        broken = f"{row.broken:.2f} ({row.broken_low:.2f}, {row.broken_high:.2f})"
        fixed = f"{row.fixed:.2f} ({row.fixed_low:.2f}, {row.fixed_high:.2f})"
        accused = f"{row.accused} of {row.seeds}"
        table.add_row(f"{row.severity}{mark}", f"{row.dose:g}", broken, fixed, str(row.symptom or "none"), accused)
    return table


def longer_table(rows: pd.DataFrame) -> Table:
    """Return what became of broken recipes with eight times their epochs, a row a scenario."""
    columns = ("scenario", "epochs", "score", "goal", "reached on")
    table = Table(*columns, box=None, pad_edge=False)
    for row in rows.itertuples():
        reached = f"{row.reached} of {row.seeds} seeds"
        table.add_row(str(row.scenario), f"{row.epochs}", f"{row.score:.2f}", f"{row.goal:.2f}", reached)
    return table
