"""The marks of an assignment as pages: one for each student, to be sent, and one of all, to be kept."""

from collections.abc import Sequence

from trainwreck.course.marks import CaseMark
from trainwreck.course.report import WORDS, totals
from trainwreck.reporting.page import render

INDEX = "index.html"


def of_student(title: str, marks: Sequence[CaseMark]) -> str:
    """Return one student's page, of their own marks: it names no scenario, and nothing of others."""
    [(student, (points, worth))] = totals(marks).items()
    return render("student.html", title=title, student=student, marks=marks, points=points, worth=worth, words=WORDS)


def of_all(title: str, marks: Sequence[CaseMark], pages: str) -> str:
    """Return the page of all students, with a link to each one's in the folder ``pages``."""
    cases = sorted({one.case for one in marks})
    by_case = {(one.student, one.case): one for one in marks}
    return render("marks.html", title=title, totals=totals(marks), cases=cases, marks=by_case, pages=pages)


def by_student(marks: Sequence[CaseMark]) -> dict[str, list[CaseMark]]:
    """Return each student's marks."""
    found: dict[str, list[CaseMark]] = {}
    for one in marks:
        found.setdefault(one.student, []).append(one)
    return found
