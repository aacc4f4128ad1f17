"""The command ``grade``: mended scripts of others, run under lock on data that they have not seen."""

import json
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from trainwreck.cli.assignment import COURSE, grade_course
from trainwreck.cli.console import err, out, print_table, say
from trainwreck.cli.learning import UNNAMED
from trainwreck.cli.options import DATA, FAILS, HOLDS, NO_MARK, DataRoot, ImagesName, Root, located
from trainwreck.cli.progress import bar, interruptible
from trainwreck.errors import UserError
from trainwreck.pairs.entries import Entry

if TYPE_CHECKING:
    from rich.table import Table

    from trainwreck.judging.findings import Grading, Mark
    from trainwreck.proof.conditions import Conditions

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A scenario's name, a case's folder, or COURSE.toml.")]
Submissions = Annotated[
    list[Path], typer.Argument(metavar="SUBMISSION...", help="Scripts, notebooks, or folders with train.py in them.")
]
Seeds = Annotated[int, typer.Option(min=1, help="How many sets of new data each script is judged on.")]
Salt = Annotated[
    str | None,
    typer.Option(help="What the data are drawn from, 16 characters or more, the same for all of an assignment."),
]
Trust = Annotated[bool, typer.Option("--trust", help="Run the scripts with no lock: they can do whatever you can.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print every figure as JSON.")]
Csv = Annotated[Path | None, typer.Option("--csv", help="Write every figure to this file, a row a seed.")]

Html = Annotated[
    Path | None,
    typer.Option("--html", help="Of an assignment: write a page for each student to this folder, and one of all."),
]


def grade(
    context: typer.Context,
    case: CaseName,
    submissions: Submissions,
    seeds: Seeds = 5,
    salt: Salt = None,
    as_json: AsJson = False,
    csv: Csv = None,
    trust: Trust = False,
    html: Html = None,
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    root: Root = None,
) -> None:
    """Grade mended scripts, of one case or of an assignment: each is run, locked in, on data that nobody has seen.

    Exit codes: 0 all are repaired, 1 one is not, 2 wrong usage, 3 no mark, because the yardstick does not hold.
    """
    if Path(case).suffix == COURSE:
        _refuse_given(context, ("salt", "seeds", "images"))
        grade_course(Path(case), submissions, as_json, csv, html, trust, data_root, root)
    if html:
        raise UserError("Pages to send are made of an assignment. Name its file, COURSE.toml, or leave --html out.")
    from trainwreck.judging import grading, submission, tables
    from trainwreck.pairs.loading import load
    from trainwreck.proof.records import require_writable, write_whole

    entry, conditions = _case(case, images, data_root, root)
    grading.require_lockable(trust)
    if csv:
        require_writable(csv, "--csv")
    handed_in = [submission.read(path) for path in submissions]
    pair = load(entry, conditions.images)
    salt = salt or secrets.token_hex(16)
    err.print(f"protections: {grading.protections(trust)}", highlight=False, soft_wrap=True)
    with interruptible(None), bar("grading") as (expect, advance):
        found = grading.grade(pair, handed_in, salt=salt, seeds=seeds, trust=trust, expect=expect, advance=advance)
    if csv:
        write_whole(csv, tables.table(found).to_csv(index=False, lineterminator="\n"))
    if as_json:
        out.print_json(json.dumps(tables.document(found)))
    else:
        _report(found)
    raise typer.Exit(_outcome(found))


def _refuse_given(context: typer.Context, options: tuple[str, ...]) -> None:
    """Refuse options that an assignment's file decides, if they are given."""
    sources = [context.get_parameter_source(option) for option in options]
    if any(source is not None and source.name != "DEFAULT" for source in sources):
        raise UserError("An assignment has its own salt, seeds and images. Leave them out.")


def _case(case: str, images: str, data_root: Path, root: str | None) -> "tuple[Entry, Conditions]":
    """Return the scenario of a name, or of a case's folder, and where its images come from."""
    from trainwreck.learning.workspace import Workspace
    from trainwreck.proof.conditions import Conditions

    if Path(case).is_dir():
        workspace = Workspace.around(Path(case))
        images, data_root = workspace.images, Path(workspace.data_root)
        entry, called = workspace.entry(Path(case), located(root)), UNNAMED
    else:
        entry = located(root).entry(case)
        called = entry.name
    if entry.is_control:
        raise UserError(f"{called} is a control: it is healthy, there is nothing to mend. Name a scenario.")
    return entry, Conditions.checked(1, 0, images, data_root, fewest=1)


def _outcome(found: "Grading") -> int:
    if found.yardstick.unfit:
        return NO_MARK
    return HOLDS if all(mark.repaired for mark in found.marks) else FAILS


def _report(found: "Grading") -> None:
    """Print a table, what each submission falls short of, and what it takes to repeat the grading."""
    print_table(_table(found))
    for mark in found.marks:
        _explain(mark)
    if found.yardstick.unfit:
        say(f"\n[red bold]No mark:[/] {escape(found.yardstick.unfit)}. Grade with another --salt.")
    say(f"\nsalt {escape(found.salt)}: with it the same files get the same marks.")


def _table(found: "Grading") -> "Table":
    from rich.table import Table

    yardstick = found.yardstick
    table = Table("submission", "repaired", "cause removed", "score per seed", "CPU", box=None, pad_edge=False)
    known = [("broken script", yardstick.broken)]
    known += [(f"reference {number}", one) for number, one in enumerate(yardstick.references, start=1)]
    for name, script in known:
        table.add_row(f"[dim]{name}[/]", "", "", f"[dim]{_scores(script.scores)}[/]", f"[dim]{script.cpu:.1f} s[/]")
    table.add_row("[dim]goal[/]", "", "", f"[dim]{yardstick.goal:.3f}[/]", "")
    for mark in found.marks:
        script = mark.performance
        marks = [_sign(mark.repaired), _sign(mark.cause_removed)]
        table.add_row(escape(mark.name), *marks, _scores(script.scores), f"{script.cpu:.1f} s")
    return table


def _scores(scores: list[float]) -> str:
    return " ".join(f"{score:.3f}" for score in scores)


def _sign(found: bool | None) -> str:
    return {True: "[green]✓[/]", False: "[red]✗[/]", None: "[yellow]?[/]"}[found]


def _explain(mark: "Mark") -> None:
    for text in mark.short:
        say(f"[red]✗[/] {escape(mark.name)}: {escape(text)}")
    if mark.cause_removed is None and not mark.performance.failed:
        say(f"[yellow]?[/] {escape(mark.name)}: the check cannot tell whether the cause is gone")
    for text in mark.flags:
        say(f"[yellow]![/] {escape(mark.name)}: {escape(text)}")
    if mark.performance.printed:
        out.print(mark.performance.printed, markup=False, highlight=False, soft_wrap=True, style="dim")
