"""A report of verdicts in JSON, as ``trainwreck run --json`` and ``pytest --wreck-json`` write them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from trainwreck.errors import UserError
from trainwreck.pairs.entries import Entry
from trainwreck.pairs.loading import load
from trainwreck.proof.verdict import Verdict
from trainwreck.reporting.chapter import Chapter, Report, by_verdicts, facts
from trainwreck.reporting.recorded import Shelf
from trainwreck.tasks.sources import Digits

RECORDED = "The pictures are of the recorded runs: verdicts in JSON hold no curves."


def report(path: Path, entries: Sequence[Entry], shelf: Shelf) -> Report:
    """Return the report of a file of verdicts."""
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        if read["version"] != 1:
            raise ValueError(f"version {read['version']!r}, not 1")
        rows = [Verdict.from_dict(row) for row in read["verdicts"]]
        known = {entry.name: entry for entry in entries}
        chapters = [_chapter(known[name], [r for r in rows if r.scenario == name], shelf) for name in _names(rows)]
        return Report(title="A run of the catalogue", facts=_facts(chapters, read), chapters=chapters)
    except KeyError as error:
        raise UserError(
            f"'{path}': {error} is not there, or not in this catalogue. Name its catalogue with --root."
        ) from error
    except (ValueError, TypeError, AttributeError, OSError) as error:
        raise UserError(
            f"'{path}' is no file of verdicts ({error}). Make one: trainwreck run --json > verdicts.json"
        ) from error


def _names(rows: Sequence[Verdict]) -> list[str]:
    return list(dict.fromkeys(row.scenario for row in rows))


def _facts(chapters: Sequence[Chapter], read: Mapping[str, Any]) -> list[tuple[str, str]]:
    seeds = ", ".join(map(str, read["seeds"]))
    return facts(chapters, read["environment"], read["images"], read["device"], seeds, "verdicts in JSON")


def _chapter(entry: Entry, rows: Sequence[Verdict], shelf: Shelf) -> Chapter:
    try:
        findings = list(by_verdicts(load(entry, Digits()), rows))
    except UserError:  # what is wrong is in its verdict, if it was wrong then
        findings = []
    return Chapter(
        entry=entry,
        verdicts=rows,
        findings=findings,
        curves=shelf.curves(entry.name),
        doses=shelf.doses(entry.name),
        studied=shelf.studied(entry.name),
        remarks=[RECORDED] if len(shelf.curves(entry.name)) else ["No run of it is recorded: there are no pictures."],
    )
