"""The marks of an assignment as a table, a row a case of a student."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trainwreck.course.marks import CaseMark

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("student", "case", "points", "worth", "seeds", "of", "cause_removed", "diagnosed", "remarks")
WORDS = {True: "yes", False: "no", None: "unknown"}


def table(marks: Sequence[CaseMark]) -> "pd.DataFrame":
    """Return every mark; a case that could not be judged has no points."""
    import pandas as pd

    rows = [
        (
            *(one.student, one.case, one.points, one.worth, one.seeds, one.of),
            *(WORDS[one.cause_removed], WORDS[one.diagnosed], "; ".join(remarks(one))),
        )
        for one in marks
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def remarks(mark: CaseMark) -> list[str]:
    """Return all that is to be said of a mark to those who grade."""
    return [*mark.remarks, *([mark.unfit] if mark.unfit else [])]


def totals(marks: Sequence[CaseMark]) -> "dict[str, tuple[float | None, float]]":
    """Return each student's points and what could be had; no points where a case could not be judged."""
    found: dict[str, tuple[float | None, float]] = {}
    for one in marks:
        points, worth = found.get(one.student, (0.0, 0.0))
        known = None if points is None or one.points is None else points + one.points
        found[one.student] = known, worth + one.worth
    return found
