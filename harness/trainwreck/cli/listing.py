"""The command ``list``. It is the first that one calls: nothing is imported for it that takes its time."""

import json
from collections.abc import Sequence
from shutil import get_terminal_size
from typing import Annotated, Any

import typer

from trainwreck.cli.options import AsJson, Root, located
from trainwreck.errors import UserError, suggest
from trainwreck.pairs.entries import Entry
from trainwreck.pairs.symptoms import Symptom


def list_(
    component: Annotated[str | None, typer.Option(help="Only this component's.")] = None,
    symptom: Annotated[Symptom | None, typer.Option(help="Only those that show this symptom.")] = None,
    fixes: Annotated[bool, typer.Option("--fixes", help="Name the fixes, which tell what is wrong.")] = False,
    as_json: AsJson = False,
    root: Root = None,
) -> None:
    """List the scenarios and controls, with what one sees of each."""
    catalogue = located(root)
    components = catalogue.components()
    if component is not None and component not in components:
        raise UserError(
            f"There is no component {component!r}.{suggest(component, components)} There are: {', '.join(components)}."
        )
    entries = [
        entry
        for entry in catalogue
        if component in (None, entry.component) and (symptom is None or entry.symptom == symptom)
    ]
    if as_json:
        print(json.dumps([_facts(entry) for entry in entries], indent=2))  # noqa: T201
        return
    headings = ("name", "component", "symptom", "fixes" if fixes else "what one sees")
    _print_lines([headings, *(_row(entry, fixes) for entry in entries)], whole=fixes)


def _facts(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "component": entry.component,
        "control": entry.is_control,
        "title": entry.title,
        "symptom": entry.symptom,
        "looks_like": entry.looks_like,
        "fixes": list(entry.fixes),
        "hints": len(entry.hints),
        "incidents": len(entry.incidents),
    }


def _row(entry: Entry, fixes: bool) -> tuple[str, str, str, str]:
    if not entry.is_readable:
        return entry.name, entry.component, "", "cannot be read"
    return entry.name, entry.component, entry.symptom or "none", ", ".join(entry.fixes) if fixes else entry.title


def _print_lines(rows: Sequence[Sequence[str]], whole: bool) -> None:
    """Print rows, a line each, as wide as the terminal; ``whole`` ones as wide as they are."""
    room = None if whole else get_terminal_size().columns
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        print(line if room is None or len(line) <= room else f"{line[: room - 1]}…")  # noqa: T201
