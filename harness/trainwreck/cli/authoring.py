"""Commands for the authors of scenarios: ``init``, ``new`` and ``check``."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from trainwreck.cli.console import out, say
from trainwreck.cli.options import FAILS, HOLDS, Names, Root, Workers, located
from trainwreck.cli.progress import bar, interruptible, watched
from trainwreck.errors import UserError, suggest

if TYPE_CHECKING:
    from trainwreck.pairs.entries import Entry
    from trainwreck.proof.conditions import Conditions


def init(
    folder: Annotated[Path, typer.Argument(help="A new folder; its name becomes the name of the pack.")],
) -> None:
    """Make a pack: a catalogue of your own, with an example in it."""
    from trainwreck.pairs.skeleton import create_pack

    for path in create_pack(folder):
        say(f"wrote {escape(str(path))}")
    say(f"Try it: cd {escape(str(folder))} && trainwreck run")


def new(
    name: Annotated[str, typer.Argument(help="Lower-case words joined by underscores.")],
    component: Annotated[str, typer.Option(help="Where the root cause sits.")],
    root: Root = None,
) -> None:
    """Write the files of a new scenario or control, to be filled in."""
    from trainwreck.pairs.skeleton import create

    catalogue = located(root)
    components = catalogue.components()
    for path in create(catalogue, name, component):
        say(f"wrote {escape(str(path))}")
    if component not in components:
        say(f"{component} is a new component.{escape(suggest(component, components))}")
    say(f"Fill them in, then: trainwreck check {name} --train")


def check(
    names: Names = None,
    train: Annotated[bool, typer.Option("--train", help="Train as well: the whole contract.")] = False,
    workers: Workers = 1,
    root: Root = None,
) -> None:
    """Check names, texts, hints, deltas and scripts; with --train, all that training shows, and the scripts' runs."""
    catalogue = located(root)
    entries = catalogue.entries(names or [])
    from trainwreck.proof.conditions import Conditions
    from trainwreck.proof.contract import of_catalogue

    conditions = Conditions.checked()
    problems = asked = 0
    for name, finding in of_catalogue(catalogue):
        asked += 1
        problems += _told(name, finding.passed, str(finding))
    for entry in entries:
        for name, passed, message in _static(entry, conditions):
            asked += 1
            problems += _told(f"{entry.name} {name}", passed, message)
    if train:
        with interruptible(None):
            rows = [row for proof in watched(entries, conditions, workers) for row in proof.verdicts]
            unlike = [*_unfaithful(entries, conditions, workers)]
        for row in rows:
            for name, message in row.failed.items():
                problems += _told(f"{row.scenario} {name}", False, message)
        for name, message in unlike:
            problems += _told(name, False, message)
    what = "scenarios and controls" if len(entries) != 1 else "scenario"
    out.print(f"{asked} static demands on {len(entries)} {what}: {problems} problems.", highlight=False)
    raise typer.Exit(FAILS if problems else HOLDS)


def _static(entry: "Entry", conditions: "Conditions") -> "Iterator[tuple[str, bool, str]]":
    """Yield the name, outcome and message of every demand on an entry that needs no training."""
    from trainwreck.pairs.loading import load
    from trainwreck.proof.contract import contract
    from trainwreck.proof.evidence import Evidence
    from trainwreck.scripts.faithful import unwritable

    try:
        pair = load(entry, conditions.images)
    except UserError as error:
        yield "loads", False, str(error)
        return
    evidence = Evidence(pair, lambda _: ())
    for demand in contract(pair):
        if not demand.needs:
            finding = demand.judge(evidence)
            yield str(demand), finding.passed, str(finding)
    for recipe in pair.recipes:
        reason = unwritable(pair, recipe)
        yield f"{recipe}:script", not reason, reason


def _unfaithful(entries: "list[Entry]", conditions: "Conditions", workers: int) -> "Iterator[tuple[str, str]]":
    """Yield the recipes whose scripts are not the same run, and what differs."""
    from trainwreck.proof.workers import spread
    from trainwreck.scripts.faithful import unfaithful

    compare = partial(unfaithful, images=conditions.images, seed=conditions.seeds[0])
    with bar("running scripts") as (expect, advance):
        expect(len(entries))
        for entry, found in spread(compare, entries, workers):
            advance()
            yield from ((f"{entry.name} {recipe}:script", message) for recipe, message in found)


def _told(name: str, passed: bool, message: str) -> int:
    """Say what is wrong, if anything is; return the number of problems."""
    if not passed:
        say(f"[red]✗[/] {escape(name)}: {escape(message)}")
    return int(not passed)
