"""The causes that a student names: ``answers.toml`` of a submission, and which of them are right."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from trainwreck.course.handout import ANSWERS
from trainwreck.course.plan import Assigned
from trainwreck.errors import UserError
from trainwreck.judging.reader import Unreadable, contents
from trainwreck.learning.diagnosis import diagnose
from trainwreck.pairs.entries import Catalogue

LARGEST = 2**16  # bytes


@dataclass(frozen=True)
class Answers:
    """What a student says of each case; ``problem`` says why that is nothing."""

    causes: dict[str, object]
    problem: str = ""

    @classmethod
    def of(cls, folder: Path) -> "Answers":
        """Read a submission's; a file that cannot be read is a problem of this submission alone."""
        if not (folder / ANSWERS).exists():
            return cls({}, f"there is no {ANSWERS}")
        try:
            return cls(tomllib.loads(contents(folder / ANSWERS, LARGEST).decode("utf-8")))
        except (Unreadable, ValueError, RecursionError) as error:  # a number may have too many digits for Python
            return cls({}, f"{ANSWERS} cannot be read: {error}")

    def right(self, assigned: Assigned, catalogue: Catalogue) -> tuple[bool, str]:
        """Say whether the cause of a case is named, and what is to be said of the answer."""
        said = self.causes.get(assigned.case, "")
        if self.problem or not said:
            return False, self.problem or "no cause is named"
        if not isinstance(said, str):
            return False, "the cause is no text"  # to quote it would take a number's digits, or a table's tables
        try:
            found = diagnose(assigned.entry, said, catalogue)
        except UserError:
            return False, f"{said!r} is no cause that is known"
        return found.right, "" if found.right else f"the cause is not {said!r}"
