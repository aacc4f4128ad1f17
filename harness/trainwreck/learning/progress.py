"""What a learner has done in a workspace: tries, hints, diagnoses. Kept in a file beside the cases."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from trainwreck.errors import UserError
from trainwreck.scripts.folder import write

FILE = "progress.json"


@dataclass(frozen=True)
class Done:
    """What was done on one case.

    ``solved``    whether a try found the run repaired and its cause gone, or the diagnosis "healthy" was right.
    ``hints``     the numbers of the hints that were asked for.
    ``measured``  the numbers of the questions that were asked.
    ``diagnosed`` whether each diagnosis was right, in the order in which they were made.
    """

    tries: int = 0
    solved: bool = False
    hints: tuple[int, ...] = ()
    measured: tuple[int, ...] = ()
    diagnosed: tuple[bool, ...] = ()
    revealed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the learner does not know yet what it was."""
        return not (self.solved or self.revealed)

    def tried(self, solved: bool) -> "Done":
        """Return this after one more try."""
        return replace(self, tries=self.tries + 1, solved=self.solved or solved)

    def hinted(self, number: int) -> "Done":
        """Return this after a hint; one that is asked for twice counts once."""
        return replace(self, hints=tuple(sorted({*self.hints, number})))

    def asked(self, number: int) -> "Done":
        """Return this after a question; one that is asked twice counts once."""
        return replace(self, measured=tuple(sorted({*self.measured, number})))

    def said(self, right: bool, solved: bool) -> "Done":
        """Return this after one more diagnosis."""
        return replace(self, diagnosed=(*self.diagnosed, right), solved=self.solved or solved)


@dataclass(frozen=True)
class Progress:
    """What was done on each case of a workspace."""

    folder: Path
    cases: Mapping[str, Done] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> "Progress":
        """Read a workspace's; a file that cannot be read is a UserError."""
        file = folder / FILE
        if not file.exists():
            return cls(folder)
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
            return cls(folder, {name: _done(values) for name, values in told.items()})
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise UserError(f"'{file}' cannot be read ({error}). Remove it, and what was done is forgotten.") from error

    def __getitem__(self, case: str) -> Done:
        return self.cases.get(case, Done())

    def noted(self, case: str, done: Done) -> "Progress":
        """Return this with what was done on a case, and write it down."""
        cases = {**self.cases, case: done}
        text = json.dumps({name: asdict(one) for name, one in cases.items()}, indent=1) + "\n"
        write(self.folder, {FILE: text.encode()})
        return replace(self, cases=cases)


def _done(values: dict[str, object]) -> Done:
    told = Done(**values)  # type: ignore[arg-type]  # what json gives; a wrong name is a TypeError
    return replace(told, hints=tuple(told.hints), measured=tuple(told.measured), diagnosed=tuple(told.diagnosed))
