"""Commands that show the catalogue: ``list`` and ``show``."""

import json
from typing import Annotated, Any

import typer
from rich.table import Table

from trainwreck.cli.options import AsJson, Name, Root, located, out, print_table
from trainwreck.errors import UserError, suggest
from trainwreck.pairs.entries import Entry
from trainwreck.pairs.symptoms import Symptom


def list_(
    component: Annotated[str | None, typer.Option(help="Only this component's.")] = None,
    symptom: Annotated[Symptom | None, typer.Option(help="Only those that show this symptom.")] = None,
    as_json: AsJson = False,
    root: Root = None,
) -> None:
    """List the scenarios and controls."""
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
    table = Table("name", "component", "symptom", "fixes", "what one sees", box=None, pad_edge=False)
    for entry in entries:
        symptom_or_twin = entry.symptom or f"none (like {entry.looks_like})"
        table.add_row(entry.name, entry.component, symptom_or_twin, ", ".join(entry.fixes), entry.title)
    print_table(table)


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
    }


def show(
    name: Name,
    fix: Annotated[bool, typer.Option("--fix", help="Show the lesson and the fixes as well.")] = False,
    hint: Annotated[int | None, typer.Option(help="Show only this hint, counted from 1.")] = None,
    root: Root = None,
) -> None:
    """Show a scenario's story and its code."""
    entry = located(root).entry(name)
    if hint is not None:
        if not 1 <= hint <= len(entry.hints):
            raise UserError(
                f"{name} has {len(entry.hints)} hints, and hint {hint} is none of them. Ask for one from 1."
            )
        out.print(entry.hints[hint - 1], highlight=False, markup=False)
        return
    from rich.markdown import Markdown
    from rich.syntax import Syntax

    out.print(Markdown(f"# {entry.title}\n{entry.text.partition(chr(10))[2]}"))
    out.print(Syntax(entry.code, "python", background_color="default", word_wrap=True))
    if fix and not entry.is_control:
        _show_fix(entry)


def _show_fix(entry: Entry) -> None:
    from rich.markdown import Markdown
    from rich.syntax import Syntax

    out.print(Markdown(entry.lesson))
    out.print()
    out.print(Syntax(entry.fix_code, "python", background_color="default", word_wrap=True))
