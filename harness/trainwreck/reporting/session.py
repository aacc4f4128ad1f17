"""A report of a session of pytest: its own findings, and pictures of its own runs."""

from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

import pandas as pd

from trainwreck.pairs.entries import Entry
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.environment import environment
from trainwreck.proof.histories import COLUMNS
from trainwreck.proof.verdict import Verdict
from trainwreck.reporting.chapter import MET, MISSED, Chapter, Report, Told, facts


def report(
    entries: Sequence[Entry],
    verdicts: Sequence[Verdict],
    findings: Sequence[Mapping[str, Any]],
    curves: Mapping[str, str],
    conditions: Conditions,
) -> Report:
    """Return the report of what was asked: a chapter for each scenario of which a demand was judged.

    ``findings`` are of "scenario", "demand", "passed" and "message"; ``curves`` tables as JSON, by scenario.
    """
    chapters = [
        Chapter(
            entry=entry,
            verdicts=[row for row in verdicts if row.scenario == entry.name],
            findings=[_told(one) for one in findings if one["scenario"] == entry.name],
            curves=_table(curves.get(entry.name)),
            doses=pd.DataFrame(),
            remarks=[] if entry.name in curves else ["None of its fixes was run: there are no pictures."],
        )
        for entry in entries
        if any(one["scenario"] == entry.name for one in findings)
    ]
    rest = {entry.name for entry in entries}
    others = [f"{it['demand']}: {it['message']}" for it in findings if it["scenario"] not in rest and not it["passed"]]
    seeds = ", ".join(map(str, conditions.seeds))
    told = facts(chapters, environment(), conditions.images.name, str(conditions.device), seeds, "pytest")
    return Report(title="A run of the catalogue", facts=told, chapters=chapters, remarks=others)


def _told(one: Mapping[str, Any]) -> Told:
    state = MET if one["passed"] else MISSED
    return Told(demand=one["demand"], explanation="", state=state, message="" if one["passed"] else one["message"])


def _table(text: str | None) -> pd.DataFrame:
    if text is None:
        return pd.DataFrame()
    return pd.read_json(StringIO(text), orient="records", dtype=False).astype(COLUMNS)
