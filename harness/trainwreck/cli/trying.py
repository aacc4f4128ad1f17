"""The commands ``try`` and ``watch``: what a mended script comes to, once or whenever it is saved."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from trainwreck.cli.console import out, print_table, say
from trainwreck.cli.learning import Case, loaded, opened, say_clock
from trainwreck.cli.options import FAILS, HOLDS, Root, located
from trainwreck.cli.plots import plotted
from trainwreck.cli.progress import bar, interruptible
from trainwreck.errors import UserError

if TYPE_CHECKING:
    from trainwreck.learning.judging import Attempt
    from trainwreck.learning.resident import Resident
    from trainwreck.learning.workspace import Workspace

Seeds = Annotated[int, typer.Option(min=1, help="How many sets of new data the script is tried on.")]


def try_(case: Case, seeds: Seeds = 2, root: Root = None) -> None:
    """Run a mended script on new data, beside the broken one: is it repaired, and is the cause gone?"""
    from trainwreck.learning.attempting import attempted

    workspace, entry = opened(case, located(root))
    with interruptible(None), bar("trying") as (expect, advance):
        expect(seeds)
        attempt = attempted(workspace, case, loaded(workspace, entry), seeds, advance)
    _conclude(workspace, case, attempt)
    raise typer.Exit(HOLDS if attempt.solved else FAILS)


def watch(case: Case, seeds: Seeds = 2, root: Root = None) -> None:
    """Try a case whenever its script is saved, in a process that has PyTorch loaded; end when it is solved."""
    from watchfiles import watch

    from trainwreck.learning import attempting
    from trainwreck.learning.resident import Resident

    workspace, entry = opened(case, located(root))
    path = attempting.script_of(case)
    pair = loaded(workspace, entry)
    say(f"Save {escape(str(path))}, and it is tried. Ctrl-C ends this.")
    kept = interruptible(workspace.folder, "`trainwreck status` shows it")
    with kept, Resident(pair.entry, workspace, workspace.seeds(case, seeds)) as resident:
        _begin(resident, path)
        for changes in watch(case, step=50, rust_timeout=100, yield_on_timeout=True, recursive=False):
            if any(Path(changed).name == path.name for _, changed in changes):
                _begin(resident, path)
            attempt = resident.ended()
            if attempt is not None:
                attempting.note(workspace, case, attempt)
                _conclude(workspace, case, attempt)
                if attempt.solved:
                    return


def _begin(resident: "Resident", path: Path) -> None:
    """Begin to try a script; one that is half saved is told of, one that is gone is awaited, and neither is a try."""
    try:
        resident.begin(path)
    except FileNotFoundError:
        return
    except (UserError, OSError) as error:
        say(escape(str(error)))


def _conclude(workspace: "Workspace", case: Path, attempt: "Attempt") -> None:
    """Say what an attempt came to."""
    from trainwreck.learning.drawing import ATTEMPT

    _report(attempt)
    if not attempt.failed:
        say(f"{escape(str(case / ATTEMPT))} shows the curves.")
    if attempt.solved:
        say(f"\nSolved. Why it failed, and why this helps: trainwreck reveal {escape(str(case))}")
    say_clock(workspace)


def _report(attempt: "Attempt") -> None:
    from rich.table import Table

    from trainwreck.learning.telling import findings

    if attempt.failed:
        out.print(attempt.failed, markup=False, highlight=False, soft_wrap=True)
        return
    first = attempt.seeds[0]
    losses = {"handed out": first.before.losses, "yours": first.losses}
    scores = {"handed out": [epoch.scores.reported for epoch in first.before.epochs], "yours": first.validation}
    for title, series, bounds in (("loss, over the training", losses, None), ("validation score", scores, (0.0, 1.0))):
        out.print(plotted(title, series, bounds), markup=False, highlight=False, soft_wrap=True)
    table = Table("new data", "handed out", "yours", "goal", box=None, pad_edge=False)
    for number, one in enumerate(attempt.seeds, start=1):
        table.add_row(str(number), f"{one.handed_out:.2f}", f"{one.score:.2f}", f"{one.goal:.2f}")
    print_table(table)
    marks = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[yellow]?[/]"}
    for found, what, said in findings(attempt):
        say(f"{marks[found]} {escape(f'{what}: {said}')}")
