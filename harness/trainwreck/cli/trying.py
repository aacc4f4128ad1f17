"""The commands ``try`` and ``watch``: what a mended script comes to, once or whenever it is saved."""

from collections.abc import Iterator
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
    from trainwreck.learning.workspace import Workspace

Seeds = Annotated[int, typer.Option(min=1, help="How many sets of new data the script is tried on.")]


def try_(case: Case, seeds: Seeds = 2, root: Root = None) -> None:
    """Run a mended script on new data, beside the broken one: is it repaired, and is the cause gone?"""
    from trainwreck.learning.handout import read
    from trainwreck.learning.judging import tried

    workspace, entry = opened(case, located(root))
    path = _script(case)
    pair = loaded(workspace, entry)
    with interruptible(None), bar("trying") as (expect, advance):
        expect(seeds)
        attempt = tried(pair, read(path), path, workspace.seeds(case, seeds), advance)
    _concluded(workspace, case, attempt)
    raise typer.Exit(HOLDS if attempt.solved else FAILS)


def watch(case: Case, seeds: Seeds = 2, root: Root = None) -> None:
    """Try a case whenever its script is saved, in a process that has PyTorch loaded; end when it is solved."""
    from watchfiles import watch

    from trainwreck.learning.resident import Resident

    workspace, entry = opened(case, located(root))
    path = _script(case)
    pair = loaded(workspace, entry)
    say(f"Save {escape(str(path))}, and it is tried. Ctrl-C ends this.")
    kept = interruptible(workspace.folder, "`trainwreck status` shows it")
    with kept, Resident(pair.entry, workspace, workspace.seeds(case, seeds)) as resident:
        resident.begin(path)
        for changes in watch(case, step=50, rust_timeout=100, yield_on_timeout=True, recursive=False):
            if any(Path(changed).name == path.name for _, changed in changes):
                resident.begin(path)
            attempt = resident.ended()
            if attempt is not None and _concluded(workspace, case, attempt):
                return


def _script(case: Path) -> Path:
    from trainwreck.learning.handout import file_of

    path = file_of(case)
    if not path.is_file():
        raise UserError(f"'{path}' is not there. Put it back: `trainwreck reset {case}`.")
    return path


def _concluded(workspace: "Workspace", case: Path, attempt: "Attempt") -> bool:
    """Say what an attempt came to, and note it down; return whether the case is solved."""
    from trainwreck.learning import drawing
    from trainwreck.learning.progress import Progress
    from trainwreck.scripts.folder import write

    name = case.absolute().name
    progress = Progress.of(workspace.folder)
    progress.noted(name, progress[name].tried(attempt.solved))
    _report(attempt)
    if not attempt.failed:
        write(case, {drawing.ATTEMPT: drawing.attempt(attempt).encode()})
        say(f"{escape(str(case / drawing.ATTEMPT))} shows the curves.")
    if attempt.solved:
        say(f"\nSolved. Why it failed, and why this helps: trainwreck reveal {escape(str(case))}")
    say_clock(workspace)
    return attempt.solved


def _report(attempt: "Attempt") -> None:
    from rich.table import Table

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
    for line in _findings(attempt):
        say(line)


def _findings(attempt: "Attempt") -> Iterator[str]:
    """Say in a line each whether the run is repaired, its cause removed, and nothing else changed."""
    if attempt.untouched:
        yield _mark(False, "repaired", "the script is as it was handed out")
        return
    reached = "it reaches the goal on all data"
    better = (
        f"{reached}, as what was handed out nearly did" if attempt.reached else "it must reach the goal on all data"
    )
    yield _mark(attempt.repaired, "repaired", reached if attempt.repaired else better)
    found = {
        True: "the check is quiet",
        False: "the check still finds what is wrong",
        None: f"it cannot be told from the script: {attempt.untold}",
    }
    yield _mark(attempt.cause_removed, "cause removed", found[attempt.cause_removed])
    if attempt.repaired:
        yield _mark(attempt.surgical, "surgical", _surgery(attempt))


def _surgery(attempt: "Attempt") -> str:
    if attempt.changed is None:
        return "it cannot be told from the script what was changed"
    if attempt.surgical:
        return "nothing was changed but what was at fault"
    stray = ", ".join(sorted(attempt.changed - attempt.allowed))
    return f"you have also changed this, which was not at fault: {stray}. Why does it help?"


def _mark(found: bool | None, what: str, said: str) -> str:
    mark = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[yellow]?[/]"}[found]
    return f"{mark} {escape(f'{what}: {said}')}"
