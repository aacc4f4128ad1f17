"""Compare a scorecard with an earlier one, case by case."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from trainwreck.errors import UserError
from trainwreck.referee import scorecard
from trainwreck.referee.grading import Grade, Graded

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


@dataclass(frozen=True)
class Known:
    """The grades of an earlier scorecard, and the secret that its sittings were drawn from; None if all was shown.

    ``variants``  whether code was shown in other words than the catalogue's.
    """

    grades: dict[Place, Grade]
    secret: str | None
    variants: bool = False


def read(path: Path, cure: str) -> Known:
    """Read the grades of a scorecard; if it is none, a UserError says so and ends with the cure."""
    try:
        card = scorecard.read(path)
        grades = {
            (case["scenario"], case["recipe"], case["seed"]): Grade[case["grade"].upper()] for case in card["cases"]
        }
        secret = card.get("secret")
        if not isinstance(secret, str | None):
            raise ValueError("its secret is no text")
        return Known(grades, secret, card.get("variants") is True)
    except OSError as error:
        raise UserError(f"The baseline '{path}' cannot be read: {error.strerror}. {cure}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"'{path}' is no scorecard ({error!r:.200}). {cure}") from error


def changes(baseline: dict[Place, Grade], cases: Iterable[Graded]) -> list[Change]:
    """Return the cases of both whose grades differ, the worse ones first."""
    found = [
        Change(case.place, baseline[case.place], case.grade)
        for case in cases
        if case.place in baseline and baseline[case.place] is not case.grade
    ]
    return sorted(found, key=lambda change: (not change.worse, change.place))
