"""What students are handed: a folder of cases that do not tell what is wrong with them, and how to hand in."""

from collections.abc import Callable
from pathlib import Path

from trainwreck.course.plan import Course
from trainwreck.learning.diagnosis import HEALTHY, components
from trainwreck.learning.handout import files
from trainwreck.pairs.entries import Catalogue
from trainwreck.proof.doses import posed
from trainwreck.scripts.folder import NOTEBOOK, SCRIPT, require_free, write
from trainwreck.training.task import Images

ANSWERS, README, FAULTS, MINE = "answers.toml", "README.md", "faults.txt", "my_cases.py"

HEALTHY_TOO = (
    f"A case may also be healthy, and only look bad. Leave its script as it is, and write '{HEALTHY}' into "
    f"`../{ANSWERS}`. Where something is wrong, write the cause there."
)

MY_CASES = '''\
"""Print which cases are yours: python my_cases.py ID"""

import hashlib
import sys

CASES, EACH = {cases}, {each}
mine = sorted(CASES, key=lambda case: hashlib.sha256(f"{{sys.argv[1]}} {{case}}".encode()).hexdigest())[:EACH]
print(*sorted(mine))
'''


def build(
    folder: Path, course: Course, catalogue: Catalogue, images: Images, advance: Callable[[], None] = lambda: None
) -> list[Path]:
    """Write the hand-out of an assignment, all of it or nothing; return the paths."""
    file = NOTEBOOK if course.notebooks else SCRIPT
    parts: dict[Path, dict[str, bytes]] = {folder: _around(course, catalogue, file)}
    for one in course.cases:
        parts[folder / one.case] = files(posed(one.entry, images, one.severity), HEALTHY_TOO, file)
        advance()
    for place, content in parts.items():
        require_free(place, content)
    return [path for place, content in parts.items() for path in write(place, content)]


def _around(course: Course, catalogue: Catalogue, file: str) -> dict[str, bytes]:
    faults = [entry.name for entry in catalogue if not entry.is_control]
    texts = {
        README: _readme(course, catalogue, file),
        ANSWERS: "# The cause of each case, between the quotes.\n"
        + "".join(f'{one.case} = ""\n' for one in course.cases),
        FAULTS: "".join(f"{name}\n" for name in faults),
    }
    if course.each:
        texts[MINE] = MY_CASES.format(cases=[one.case for one in course.cases], each=course.each)
    return {name: text.encode() for name, text in texts.items()}


def _readme(course: Course, catalogue: Catalogue, file: str) -> str:
    table = "\n".join(f"| `{one.case}` | {one.worth:g} |" for one in course.cases)
    whose = f"`python {MINE} ID` says which {course.each} of them are yours.\n\n" if course.each else ""
    shares = {
        f"for the run: `{file}` is run on {course.seeds} sets of data that nobody has seen, and each on which it "
        "reaches the goal counts": course.credit.repaired,
        "for a cause that is gone": course.credit.cause_removed,
        "for naming the cause": course.credit.diagnosed,
    }
    points = "\n".join(f"- {share:.0%} {what}." for what, share in shares.items() if share)
    parts = ", ".join(components(catalogue))
    return f"""# {course.title}

Each folder has a training script, its data, its log, and a README that tells what was seen and what is asked.

| case | points |
|---|---:|
{table}

{whose}Of a case's points are

{points}

# What to hand in

This folder, with your changes in each `{file}`, and with the causes in `{ANSWERS}`. A cause is a word of `{FAULTS}`,
or, less exactly, a part of the training: {parts}.
A case that is healthy is `{HEALTHY}`: all of its points are for saying so.

A script may use PyTorch, NumPy, scikit-learn and Python's own library. It is run with no network and no other files, on
one core, for at most about twice the time that a good repair takes.
"""
