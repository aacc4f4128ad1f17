"""The command ``assignment build``, and how ``grade`` marks an assignment: a course's cases, handed out and graded."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.markup import escape

from trainwreck.cli.console import err, out, print_table, say
from trainwreck.cli.options import DATA, FAILS, HOLDS, NO_MARK, DataRoot, Root, located, named_folder
from trainwreck.cli.progress import bar, interruptible
from trainwreck.errors import UserError
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.packs import BUILT_IN

if TYPE_CHECKING:
    from trainwreck.course.marks import CaseMark
    from trainwreck.course.plan import Course
    from trainwreck.training.task import Images

COURSE = ".toml"  # what an assignment's file ends in

CourseFile = Annotated[Path, typer.Argument(metavar="COURSE", help="The assignment's file, COURSE.toml.")]
Zip = Annotated[
    Path | None, typer.Option("--gradescope", help="Write the grader for Gradescope to this file, autograder.zip.")
]
Out = Annotated[Path, typer.Option("--out", "-o", parser=named_folder, help="The folder to write to.")]


def build(
    course: CourseFile,
    out_folder: Out = Path("handout"),
    gradescope: Zip = None,
    data_root: DataRoot = DATA,
    root: Root = None,
) -> None:
    """Write the hand-out of an assignment: its cases, which do not tell what is wrong with them, and how to hand in."""
    from trainwreck.course import handout, rehearsal
    from trainwreck.course.gradescope import archive
    from trainwreck.proof.records import require_writable
    from trainwreck.scripts.folder import require_folder, write

    catalogue = located(root)
    found, images = _read(course, catalogue, data_root)
    require_folder(out_folder)
    if gradescope:
        _require_built_in(catalogue, course)
        require_writable(gradescope, "--gradescope")
    with interruptible(None), bar("running what is handed out") as (expect, advance):
        expect(len(found.cases))
        rehearsal.rehearse(found, images)
        handout.build(out_folder, found, catalogue, images, advance)
    for one in found.cases:
        say(f"wrote {escape(str(out_folder / one.case))}")
    if gradescope:
        write(gradescope.parent, {gradescope.name: archive(course)})
        say(f"wrote {escape(str(gradescope))}")
    say(f"Hand out {escape(str(out_folder))}; keep {escape(str(course))}, which tells which case is which.")


def _require_built_in(catalogue: Catalogue, course: Path) -> None:
    """Refuse a grader of other scenarios than those that are packed with it."""
    if catalogue.root.resolve() != BUILT_IN:
        raise UserError(
            "The grader for Gradescope has the built-in scenarios alone, and this assignment is of those in "
            f"'{catalogue.root}'. Leave --gradescope out, and grade with `trainwreck grade {course}`."
        )


def run_on_gradescope(
    tree: Annotated[Path, typer.Argument(help="The platform's folder, /autograder.")],
) -> None:
    """Grade the submission that Gradescope has laid out, and write results.json: what run_autograder calls there."""
    import json
    import time

    from trainwreck.course import gradescope as platform
    from trainwreck.course import marks
    from trainwreck.judging.grading import require_lockable
    from trainwreck.judging.server import Server
    from trainwreck.scripts.folder import write

    def answer(document: dict[str, Any]) -> None:
        write(tree / "results", {platform.RESULTS: json.dumps(document, indent=1).encode()})

    began = time.monotonic()
    answer(platform.unfinished())
    require_lockable(trust=False)
    with Server.forked() as server:  # here, before the assignment is read: this process knows no secret yet
        catalogue = Catalogue()
        course, images = _read(tree / "source" / platform.COURSE, catalogue, DATA)
        folders = {platform.student(tree): tree / platform.SUBMISSION}
        found = marks.mark(course, catalogue, images, folders, server=server)
    answer(platform.results(found, time.monotonic() - began))


def grade_course(
    file: Path,
    folders: list[Path],
    as_json: bool,
    csv: Path | None,
    html: Path | None,
    trust: bool,
    data_root: Path,
    root: str | None,
) -> NoReturn:
    """Mark the folders that students have handed in, each named after its student."""
    from trainwreck.course import marks, report
    from trainwreck.judging.grading import protections, require_lockable
    from trainwreck.proof.records import require_writable, write_whole
    from trainwreck.reporting.marks import require_own, write_pages

    catalogue = located(root)
    course, images = _read(file, catalogue, data_root)
    require_lockable(trust)
    if csv:
        require_writable(csv, "--csv")
    if html:
        require_own(html)
    err.print(f"protections: {protections(trust)}", highlight=False, soft_wrap=True)
    with interruptible(None), bar("marking") as (expect, advance):
        found = marks.mark(course, catalogue, images, _students(folders), trust, expect=expect, advance=advance)
    table = report.table(found)
    if csv:
        write_whole(csv, table.to_csv(index=False, lineterminator="\n"))
    if html:
        write_pages(html, course.title, found)
    if as_json:
        out.print_json(table.to_json(orient="records"))
    else:
        _report(found)
    raise typer.Exit(_outcome(found))


def _read(file: Path, catalogue: Catalogue, data_root: Path) -> "tuple[Course, Images]":
    """Return an assignment, and where its images come from."""
    from trainwreck.course import plan
    from trainwreck.proof.conditions import Conditions

    course = plan.read(file, catalogue)
    return course, Conditions.checked(1, 0, course.images, data_root, fewest=1).images


def _students(folders: list[Path]) -> dict[str, Path]:
    """Return the folders by the names of their students; two of one name are a UserError."""
    found: dict[str, Path] = {}
    for folder in folders:
        name = folder.resolve().name
        if not folder.is_dir():
            raise UserError(f"'{folder}' is no folder. Name the folder of each student's submission.")
        if name in found:
            raise UserError(f"'{found[name]}' and '{folder}' have one name, and a student is known by it. Rename one.")
        found[name] = folder
    return found


def _report(found: "list[CaseMark]") -> None:
    from rich.table import Table

    from trainwreck.course.report import remarks, totals

    cases = sorted({one.case for one in found})
    marks = {(one.student, one.case): one for one in found}
    table = Table("student", *cases, "points", "of", box=None, pad_edge=False)
    for student, (points, worth) in totals(found).items():
        shown = [marks.get((student, case)) for case in cases]
        cells = ["" if one is None else _points(one.points) for one in shown]
        table.add_row(escape(student), *cells, _points(points), f"{worth:g}")
    print_table(table)
    for one in found:
        for remark in remarks(one):
            say(f"{escape(one.student)}, {one.case}: {escape(remark)}")
        if one.printed:
            out.print(one.printed, markup=False, highlight=False, soft_wrap=True, style="dim")


def _points(points: float | None) -> str:
    return "?" if points is None else f"{points:g}"


def _outcome(found: "list[CaseMark]") -> int:
    if any(one.points is None for one in found):
        return NO_MARK
    return HOLDS if all(one.points == one.worth for one in found) else FAILS
