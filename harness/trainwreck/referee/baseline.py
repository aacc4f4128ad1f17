"""Compare a scorecard with an earlier one, case by case."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from trainwreck.errors import UserError
from trainwreck.referee.grading import Grade, Graded
from trainwreck.referee.scorecard import SCHEMA_VERSION

Place = tuple[str, str, int]


@dataclass(frozen=True)
class Change:
    """A case whose grade is not what it was."""

    place: Place
    old: Grade
    new: Grade

    @property
    def worse(self) -> bool:
        """Whether the new grade is the lower one."""
        return self.new < self.old

    def __str__(self) -> str:
        scenario, recipe, seed = self.place
        return f"{scenario} / {recipe}, seed {seed}: {self.old.name.lower()} → {self.new.name.lower()}"


def read(path: Path) -> dict[Place, Grade]:
    """Read the grades of a scorecard; a UserError says what to do if it is none."""
    try:
        scorecard = json.loads(path.read_text(encoding="utf-8"))
        if scorecard["version"] != SCHEMA_VERSION:
            raise ValueError(f"version {scorecard['version']}, not {SCHEMA_VERSION}")
        return {
            (case["scenario"], case["recipe"], case["seed"]): Grade[case["grade"].upper()]
            for case in scorecard["cases"]
        }
    except OSError as error:
        raise UserError(
            f"The baseline '{path}' cannot be read: {error.strerror}. Make it with --baseline '{path}' "
            "--update-baseline."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(
            f"'{path}' is no scorecard ({error!r}). Make it anew with --baseline '{path}' --update-baseline."
        ) from error


def changes(baseline: dict[Place, Grade], cases: Iterable[Graded]) -> list[Change]:
    """Return the cases of both whose grades differ, the worse ones first."""
    found = [
        Change(case.place, baseline[case.place], case.grade)
        for case in cases
        if case.place in baseline and baseline[case.place] is not case.grade
    ]
    return sorted(found, key=lambda change: (not change.worse, change.place))
