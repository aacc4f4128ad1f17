"""The commands ``start``, ``try``, ``hint`` and ``reveal``: broken scripts to mend, and what an attempt comes to."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from trainwreck.cli.browse import hint_of, show_fixes
from trainwreck.cli.console import out, print_table, say
from trainwreck.cli.options import DATA, FAILS, HOLDS, DataRoot, ImagesName, Names, Root, located, named_folder
from trainwreck.cli.progress import bar, interruptible
from trainwreck.errors import UserError
from trainwreck.pairs.entries import Entry

if TYPE_CHECKING:
    from trainwreck.learning.judging import Attempt

FOLDER = Path("cases")

Blind = Annotated[int | None, typer.Option("--blind", min=1, help="So many scenarios, drawn at random.")]
Out = Annotated[Path, typer.Option("--out", "-o", parser=named_folder, help="The folder to write to.")]
Case = Annotated[Path, typer.Argument(help="A case's folder.")]
Seeds = Annotated[int, typer.Option(min=1, help="How many sets of new data the script is tried on.")]


def start(
    names: Names = None,
    blind: Blind = None,
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    out_folder: Out = FOLDER,
    root: Root = None,
) -> None:
    """Write broken training scripts to mend, a numbered folder each, that do not tell what is wrong."""
    if bool(names) == (blind is not None):
        raise UserError("Name scenarios, or draw some with --blind N.")
    catalogue = located(root)
    chosen = catalogue.entries(names) if names else []
    healthy = [entry.name for entry in chosen if entry.is_control]
    if healthy:
        raise UserError(f"{', '.join(healthy)}: a control is healthy, there is nothing to mend. Name scenarios.")
    from trainwreck.learning import workspace
    from trainwreck.proof.conditions import Conditions
    from trainwreck.scripts.folder import require_folder

    require_folder(out_folder)
    conditions = Conditions.checked(1, 0, images, data_root, fewest=1)
    with interruptible(None):
        entries = chosen or workspace.blind(catalogue, blind or 0)
        made = workspace.make(out_folder, entries, conditions.images, data_root)
    for folder in made:
        say(f"wrote {escape(str(folder))}")
    say(f"Read {escape(str(made[0] / 'README.md'))}, mend train.py, and try it: trainwreck try {escape(str(made[0]))}")


def try_(case: Case, seeds: Seeds = 2, root: Root = None) -> None:
    """Run a mended script on new data, beside the broken one: is it repaired, and is the cause gone?"""
    from trainwreck.learning.judging import tried
    from trainwreck.learning.workspace import Workspace
    from trainwreck.pairs.loading import load
    from trainwreck.proof.conditions import Conditions
    from trainwreck.scripts.folder import SCRIPT

    workspace = Workspace.around(case)
    entry, path = workspace.entry(case, located(root)), case / SCRIPT
    if not path.is_file():
        raise UserError(f"'{path}' is not there. Put it back, or make the cases anew: `trainwreck start`.")
    conditions = Conditions.checked(1, 0, workspace.images, Path(workspace.data_root), fewest=1)
    pair = load(entry, conditions.images)
    with interruptible(None), bar("trying") as (expect, advance):
        expect(seeds)
        attempt = tried(pair, path.read_text(encoding="utf-8"), path, workspace.seeds(case, seeds), advance)
    _report(attempt)
    raise typer.Exit(HOLDS if attempt.repaired and attempt.cause_removed else FAILS)


def hint(
    case: Case, number: Annotated[int, typer.Argument(help="Which one, counted from 1.")] = 1, root: Root = None
) -> None:
    """Show a hint for a case."""
    out.print(hint_of(_entry(case, root), number), markup=False, highlight=False, soft_wrap=True)


def reveal(case: Case, root: Root = None) -> None:
    """Show what is wrong with a case, what its fixes change, and why they help."""
    entry = _entry(case, root)
    say(f"{escape(str(case))} is [bold]{entry.name}[/], a fault of the {entry.component}.\n")
    show_fixes(entry)


def _entry(case: Path, root: str | None) -> Entry:
    from trainwreck.learning.workspace import Workspace

    return Workspace.around(case).entry(case, located(root))


def _report(attempt: "Attempt") -> None:
    from rich.table import Table

    from trainwreck.proof.curves import sparklines

    if attempt.failed:
        out.print(attempt.failed, markup=False, highlight=False, soft_wrap=True)
        return
    table = Table("new data", "broken", "yours", "goal", box=None, pad_edge=False)
    for number, one in enumerate(attempt.seeds, start=1):
        table.add_row(str(number), f"{one.broken:.2f}", f"{one.score:.2f}", f"{one.goal:.2f}")
    print_table(table)
    first = attempt.seeds[0]
    curves = sparklines({"broken": first.before.losses, "yours": first.losses})
    say("loss: " + "   ".join(f"{name} {curve}" for name, curve in curves.items()) + "\n")
    say(_mark(attempt.repaired, "repaired", "it reaches the goal on all data", "it must reach the goal on all data"))
    gone = attempt.cause_removed
    unsure = "it cannot be told from the script: " + attempt.untold
    say(_mark(gone, "cause removed", "the check is quiet", "the check still finds what is wrong", unsure))


def _mark(found: bool | None, what: str, yes: str, no: str, unsure: str = "") -> str:
    mark = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[yellow]?[/]"}[found]
    said = {True: yes, False: no, None: unsure}[found]
    return f"{mark} {escape(f'{what}: {said}')}"
