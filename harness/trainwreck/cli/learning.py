"""The commands around a workspace: ``start``, ``status``, ``hint``, ``diagnose``, ``reveal`` and ``reset``."""

from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from trainwreck.cli.browse import hint_of, print_code, print_markdown
from trainwreck.cli.console import out, print_table, say
from trainwreck.cli.options import (
    DATA,
    FAILS,
    HOLDS,
    DataRoot,
    ImagesName,
    Names,
    Root,
    located,
    named_folder,
)
from trainwreck.cli.progress import bar, interruptible
from trainwreck.errors import UserError
from trainwreck.pairs.entries import Catalogue, Entry

if TYPE_CHECKING:
    from trainwreck.learning.progress import Done
    from trainwreck.learning.workspace import Workspace
    from trainwreck.pairs.loading import Pair
    from trainwreck.training.task import Images

FOLDER = Path("cases")
UNNAMED = "This case"  # what messages call a sealed one: its name is the answer
HINT_FOR_HEALTHY = "Is anything wrong? Hold the last lines of the log against what is asked."

Blind = Annotated[int | None, typer.Option("--blind", min=1, help="So many cases, drawn at random.")]
PathName = Annotated[str | None, typer.Option("--path", help="The cases of a path: basics, numbers, …")]
Interview = Annotated[float | None, typer.Option(min=1, help="Minutes for all cases: a clock, as in an interview.")]
AsNotebook = Annotated[bool, typer.Option("--notebook", help="Notebooks, train.ipynb, in the place of scripts.")]
Out = Annotated[Path, typer.Option("--out", "-o", parser=named_folder, help="The folder to write to.")]
Case = Annotated[Path, typer.Argument(help="A case's folder.")]


def start(
    names: Names = None,
    path: PathName = None,
    blind: Blind = None,
    interview: Interview = None,
    notebook: AsNotebook = False,
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    out_folder: Out = FOLDER,
    root: Root = None,
) -> None:
    """Write training scripts to mend, a numbered folder each, that do not tell what is wrong: some are healthy."""
    catalogue = located(root)
    if sum((bool(names), path is not None, blind is not None)) != 1:
        from trainwreck.learning.paths import paths

        known = ", ".join(paths(catalogue)) or "none in this catalogue"
        raise UserError(f"Name scenarios, or a path with --path ({known}), or draw some with --blind N.")
    from trainwreck.learning import workspace
    from trainwreck.learning.paths import path as path_of
    from trainwreck.proof.conditions import Conditions
    from trainwreck.scripts.folder import NOTEBOOK, SCRIPT, require_folder

    if names:
        entries = workspace.shuffled(catalogue.entries(names))
    else:
        entries = path_of(path, catalogue).ordered() if path is not None else workspace.blind(catalogue, blind or 0)
    require_folder(out_folder)
    conditions = Conditions.checked(1, 0, images, data_root, fewest=1)
    file = NOTEBOOK if notebook else SCRIPT
    with interruptible(None), bar("running what is handed out") as (expect, advance):
        expect(len(entries))
        made = workspace.make(out_folder, entries, conditions.images, data_root, interview, file, advance)
    for folder in made:
        say(f"wrote {escape(str(folder))}")
    first = escape(str(made[0]))
    say(f"Read {escape(str(made[0] / 'README.md'))}, mend {file}, and try it: trainwreck try {first}")


def status(
    folder: Annotated[Path, typer.Argument(help="The folder of the cases.")] = FOLDER, root: Root = None
) -> None:
    """Show what has been done on each case, and what each teaches once it is solved."""
    from rich.table import Table

    from trainwreck.learning.paths import stations
    from trainwreck.learning.progress import Progress
    from trainwreck.learning.workspace import Workspace

    catalogue = located(root)
    workspace, known = Workspace.of(folder), stations(catalogue)
    progress = Progress.of(folder)
    table = Table("case", "", "minutes", "tries", "hints", "measured", "state", "concept", box=None, pad_edge=False)
    for name in workspace.cases:
        station, done = known.get(workspace.entry(folder / name, catalogue).name), progress[name]
        hard, minutes = ("●" * station.difficulty, str(station.minutes)) if station else ("", "")
        concept = station.concept if station and not done.is_open else ""
        table.add_row(
            name, hard, minutes, str(done.tries), str(len(done.hints)), str(len(done.measured)), _state(done), concept
        )
    print_table(table)
    solved = sum(progress[name].solved for name in workspace.cases)
    say(f"\n{solved} of {len(workspace.cases)} solved.")
    say_clock(workspace)


def hint(
    case: Case,
    number: Annotated[int | None, typer.Argument(min=1, help="Which one, counted from 1; else the next.")] = None,
    root: Root = None,
) -> None:
    """Show a hint for a case."""
    from trainwreck.learning.progress import Progress

    workspace, entry = opened(case, located(root))
    progress, name = Progress.of(workspace.folder), case.absolute().name
    done = progress[name]
    hints = [HINT_FOR_HEALTHY] if entry.is_control else entry.hints
    asked = min(max(done.hints, default=0) + 1, len(hints) or 1) if number is None else number
    text = hint_of(UNNAMED, hints, asked)
    progress.noted(name, done.hinted(asked))
    out.print(text, markup=False, highlight=False, soft_wrap=True)
    say_clock(workspace)


def diagnose(
    case: Case,
    cause: Annotated[str, typer.Argument(help="A scenario's name, a component, or 'healthy'.")],
    root: Root = None,
) -> None:
    """Say what is wrong with a case, before it is mended or instead: is an expert of this opinion?"""
    from trainwreck.learning.diagnosis import diagnose
    from trainwreck.learning.progress import Progress

    catalogue = located(root)
    workspace, entry = opened(case, catalogue)
    found = diagnose(entry, cause, catalogue)
    progress, name = Progress.of(workspace.folder), case.absolute().name
    progress.noted(name, progress[name].said(found.right, solved=found.right and entry.is_control))
    if not found.right:
        say(f"[red]✗[/] {escape(found.said)}: that is not it.")
    elif found.exact:
        say(f"[green]✓[/] {escape(found.said)}: that is it.")
    else:
        say(f"[green]✓[/] {escape(found.said)}: an expert would accept that; it can be said more exactly.")
    say_clock(workspace)
    raise typer.Exit(HOLDS if found.right else FAILS)


def reveal(case: Case, root: Root = None) -> None:
    """Show what is wrong with a case, what its fixes and you have changed, and why the fixes help."""
    from trainwreck.learning.paths import stations
    from trainwreck.learning.progress import Progress

    catalogue = located(root)
    workspace, entry = opened(case, catalogue)
    station = stations(catalogue).get(entry.name)
    teaches = f" It is about this: {escape(station.concept[0].lower() + station.concept[1:])}." if station else ""
    if entry.is_control:
        say(f"{escape(str(case))} is [bold]{entry.name}[/], and healthy.{teaches}\n")
        print_markdown(f"# {entry.title}\n{entry.text.partition(chr(10))[2]}")
    else:
        say(f"{escape(str(case))} is [bold]{entry.name}[/], a fault of the {entry.component}.{teaches}\n")
        _show_changes(case, workspace, entry)
        print_markdown(entry.whole_lesson)
    progress, name = Progress.of(workspace.folder), case.absolute().name
    from dataclasses import replace

    progress.noted(name, replace(progress[name], revealed=True))


def reset(case: Case, root: Root = None) -> None:
    """Put a case's script back as it was handed out; yours is kept beside it."""
    from trainwreck.learning.handout import as_file, file_of, handed_out
    from trainwreck.scripts.folder import write

    workspace, entry = opened(case, located(root))
    mine = file_of(case)
    content = as_file(handed_out(loaded(workspace, entry)), mine.name).encode()
    if mine.is_file() and mine.read_bytes() != content:
        kept = f"{mine.stem}.before_reset{mine.suffix}"
        write(case, {kept: mine.read_bytes()})
        say(f"Yours is kept as {escape(str(case / kept))}.")
    write(case, {mine.name: content})
    say(f"{escape(str(mine))} is as it was handed out.")


def opened(case: Path, catalogue: Catalogue) -> tuple["Workspace", Entry]:
    """Return the workspace of a case, and the entry that it is made from."""
    from trainwreck.learning.workspace import Workspace

    workspace = Workspace.around(case)
    return workspace, workspace.entry(case, catalogue)


def loaded(workspace: "Workspace", entry: Entry) -> "Pair":
    """Load the entry of a case, with the images of its workspace."""
    from trainwreck.pairs.loading import load

    return load(entry, images_of(workspace))


def images_of(workspace: "Workspace") -> "Images":
    """Return the source of a workspace's images."""
    from trainwreck.proof.conditions import Conditions

    return Conditions.checked(1, 0, workspace.images, Path(workspace.data_root), fewest=1).images


def say_clock(workspace: "Workspace") -> None:
    """Say how much time is left, where there is a clock."""
    left = workspace.minutes_left
    if left is not None:
        say(f"{left:.0f} minutes are left." if left > 0 else f"The time has been up for {-left:.0f} minutes.")


def _state(done: "Done") -> str:
    if done.solved:
        return "solved"
    if done.revealed:
        return "revealed"
    return "open" if not done.tries and not done.diagnosed else "begun"


def _show_changes(case: Path, workspace: "Workspace", entry: Entry) -> None:
    """Show the differences from the script that was handed out: each fix's, and the learner's own."""
    from trainwreck.learning.handout import file_of, handed_out, mended, read

    pair = loaded(workspace, entry)
    before = handed_out(pair)
    mine = file_of(case)
    scripts = {name: mended(pair, name) for name in pair.fixes}
    if mine.is_file():
        scripts["yours"] = read(mine)
    for name, text in scripts.items():
        lines = unified_diff(before.splitlines(keepends=True), text.splitlines(keepends=True), "handed out", name, n=1)
        print_code("".join(lines), "diff")
        out.print()
