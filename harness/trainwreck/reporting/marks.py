"""The marks of an assignment as pages: one for each student, to be sent, and one of all, to be kept."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from trainwreck.course.marks import CaseMark
from trainwreck.course.report import WORDS, totals
from trainwreck.errors import UserError
from trainwreck.reporting.page import render

INDEX, STUDENTS = "index.html", "students"


def of_student(title: str, marks: Sequence[CaseMark]) -> str:
    """Return one student's page, of their own marks: it names no scenario, and nothing of others."""
    [(student, (points, worth))] = totals(marks).items()
    return render("student.html", title=title, student=student, marks=marks, points=points, worth=worth, words=WORDS)


def of_all(title: str, marks: Sequence[CaseMark]) -> str:
    """Return the page of all students, with a link to each one's, and why there is no mark where there is none."""
    cases = sorted({one.case for one in marks})
    by_case = {(one.student, one.case): one for one in marks}
    unfit = {one.case: one.unfit for one in marks if one.unfit}
    return render(
        "marks.html", title=title, totals=totals(marks), cases=cases, marks=by_case, unfit=unfit, pages=STUDENTS
    )


def pages(title: str, marks: Sequence[CaseMark]) -> dict[str, str]:
    """Return all pages of an assignment by the path of each."""
    theirs: dict[str, list[CaseMark]] = {}
    for one in marks:
        theirs.setdefault(one.student, []).append(one)
    own = {f"{STUDENTS}/{student}.html": of_student(title, own) for student, own in theirs.items()}
    return {INDEX: of_all(title, marks), **own}


def require_own(folder: Path) -> None:
    """Refuse a folder that holds anything but such pages, which are replaced as a whole: old marks must not be sent."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UserError(f"'{folder}' is no folder. Name another one with --html.")
    found = {path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir()}
    if strange := sorted(path for path in found if path != Path(INDEX) and not path.match(f"{STUDENTS}/*.html")):
        raise UserError(
            f"'{folder / strange[0]}' is no page of marks, and all that is in the folder would be replaced. Name a new "
            "folder with --html."
        )


def write_pages(folder: Path, title: str, marks: Sequence[CaseMark]) -> None:
    """Write the pages in the place of those of an earlier grading: all of them, or nothing."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".marks") as beside:
            new = Path(beside) / "new"
            for name, page in pages(title, marks).items():
                (new / name).parent.mkdir(parents=True, exist_ok=True)
                (new / name).write_text(page, encoding="utf-8")
            if folder.exists():
                folder.rename(Path(beside) / "old")
            new.rename(folder)
    except OSError as error:
        raise UserError(f"'{folder}' cannot be written: {error.strerror}. Name another one with --html.") from error
