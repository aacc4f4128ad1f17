"""What submissions of an assignment are worth: each case of each student, in points."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from trainwreck.course.answers import Answers
from trainwreck.course.plan import Assigned, Course
from trainwreck.judging import submission
from trainwreck.judging.findings import Mark, Yardstick
from trainwreck.judging.grading import grade
from trainwreck.judging.server import Server
from trainwreck.judging.submission import Submission
from trainwreck.pairs.entries import Catalogue
from trainwreck.proof.doses import posed
from trainwreck.training.task import Images

NO_MARK = "no mark: the judge could not do its work on this case"  # what a student is told


@dataclass(frozen=True)
class CaseMark:
    """What one student's case is worth.

    ``points``     of ``worth``; None where the judge could not do its work.
    ``seeds``      on how many of ``of`` sets of data the goal is reached; None for a case that is healthy, which is not
    run. ``cause_removed``: None if the check cannot tell. ``diagnosed``: whether the cause is named.
    ``unfit``      why there are no points, for those who grade: it may quote what an accepted fix has printed.
    ``printed``    what a script that failed said last: its own words, for its student to read.
    """

    student: str
    case: str
    worth: float
    points: float | None
    seeds: int | None
    of: int
    cause_removed: bool | None
    diagnosed: bool
    remarks: Sequence[str]
    unfit: str = ""
    printed: str = ""


def mark(
    course: Course,
    catalogue: Catalogue,
    images: Images,
    folders: Mapping[str, Path],
    trust: bool = False,
    server: Server | None = None,
    expect: Callable[[int], None] = lambda _: None,
    advance: Callable[[], None] = lambda: None,
) -> list[CaseMark]:
    """Mark each student's folder; a bad one ends no other."""
    theirs = {
        one: {student: folder for student, folder in folders.items() if one in course.of(student)}
        for one in course.cases
    }
    expect(sum(map(len, theirs.values())))
    marks: list[CaseMark] = []
    with nullcontext(server) if server else Server() as running:
        for one, handed_in in theirs.items():
            if handed_in:
                marks += _case(course, one, catalogue, images, handed_in, trust, running)
            for _ in handed_in:
                advance()
    return sorted(marks, key=lambda found: (found.student, found.case))


def _case(
    course: Course,
    one: Assigned,
    catalogue: Catalogue,
    images: Images,
    folders: Mapping[str, Path],
    trust: bool,
    server: Server,
) -> Iterator[CaseMark]:
    """Yield the marks of one case."""
    said = {student: Answers.of(folder).right(one, catalogue) for student, folder in folders.items()}
    if one.entry.is_control:
        for student, (right, remark) in said.items():
            remarks = [remark] if remark else []
            yield CaseMark(student, one.case, one.worth, right * one.worth, None, 0, None, right, remarks)
        return
    handed_in = [_handed_in(student, folder, one.case) for student, folder in folders.items()]
    pair = posed(one.entry, images, one.severity)
    grading = grade(pair, handed_in, salt=course.salt_of(one), seeds=course.seeds, trust=trust, server=server)
    found = {its.name: its for its in grading.marks}
    for student, (right, remark) in said.items():
        unmarked = CaseMark(student, one.case, one.worth, None, None, course.seeds, None, right, [])
        if student in found:
            yield _worth(course, unmarked, grading.yardstick, found[student], remark)
        else:
            unfit = f"{grading.yardstick.unfit}. Grade with another salt"
            yield replace(unmarked, remarks=[NO_MARK, *([remark] if remark else [])], unfit=unfit)


def _handed_in(student: str, folder: Path, case: str) -> Submission:
    if not (folder / case).is_dir():
        return Submission(student, problem=f"there is no folder {case}")
    return replace(submission.read(folder / case), name=student)


def _worth(course: Course, found: CaseMark, yardstick: Yardstick, its: Mark, remark: str) -> CaseMark:
    """Return a mark with its points, by the course's shares."""
    seeds = yardstick.seeds_repaired(its)
    credit = course.credit
    share = credit.repaired * seeds / course.seeds
    share += credit.cause_removed * (its.cause_removed is True and seeds > 0) + credit.diagnosed * found.diagnosed
    remarks = [*its.short, *its.flags, *([remark] if remark else [])]
    points = round(found.worth * share, 2)
    printed = its.performance.printed if its.performance.failed else ""
    return replace(found, points=points, seeds=seeds, cause_removed=its.cause_removed, remarks=remarks, printed=printed)
