"""Commands for the authors of scenarios: ``new`` and ``check``."""

from typing import Annotated

import typer
from rich.markup import escape

from harness.catalogue import INSTALLED, Catalogue
from harness.cli.options import DATA, FAILS, HOLDS, Names, Root, Workers, out, say
from harness.cli.progress import interruptible, watched
from harness.errors import UserError


def new(
    name: Annotated[str, typer.Argument(help="Lower case words joined by underscores.")],
    component: Annotated[str, typer.Option(help="Where the root cause sits.")],
    root: Root = INSTALLED,
) -> None:
    """Write the two files of a new scenario, to be filled in."""
    from harness.skeleton import create

    for path in create(Catalogue(root), name, component):
        say(f"wrote {path.relative_to(root)}")
    say(f"Fill them in, then: trainwreck check {name} --train")


def check(
    names: Names = None,
    train: Annotated[bool, typer.Option("--train", help="Train as well: the whole contract.")] = False,
    workers: Workers = 1,
    root: Root = INSTALLED,
) -> None:
    """Check names, texts, hints and deltas; with --train, all that `pytest scenarios/` would."""
    catalogue = Catalogue(root)
    entries = catalogue.entries(names or [])
    from harness.contract import catalogue_checks, static_checks
    from harness.loading import load
    from harness.settings import Settings
    from harness.sources import Digits

    failed = 0
    found = [("catalogue", catalogue_checks(catalogue))]
    for entry in entries:
        try:
            found.append((entry.name, static_checks(load(entry, Digits()))))
        except UserError as error:
            failed += 1
            say(f"[red]✗[/] {entry.name}: {escape(str(error))}")
    made = [(name, check) for name, checks in found for check in checks]
    for name, check in made:
        if not check.passed:
            failed += 1
            say(f"[red]✗[/] {name} {escape(str(check))}: {escape(check.message)}")
    if train:
        settings = Settings.checked(5, 0, "digits", DATA, "cpu")
        with interruptible(None):
            rows = [row for proof in watched(entries, settings, workers) for row in proof.outcomes]
        for row in rows:
            for name, message in row.failed.items():
                failed += 1
                say(f"[red]✗[/] {row.scenario} {escape(name)}: {escape(message)}")
    out.print(
        f"{len(made)} static checks of {len(entries)} scenarios and controls, {failed} problems.", highlight=False
    )
    raise typer.Exit(FAILS if failed else HOLDS)
