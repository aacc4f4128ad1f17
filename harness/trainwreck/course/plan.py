"""An assignment as its file lays it out: ``COURSE.toml``, which is the instructor's and no student's."""

import hashlib
import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trainwreck.course.severities import Sure
from trainwreck.errors import UserError, suggest
from trainwreck.learning.paths import stations
from trainwreck.pairs.entries import CONTROLS, Catalogue, Entry
from trainwreck.pairs.severities import LEVELS

SHORTEST = 16  # characters of a salt: a shorter one could be guessed
FORM = (
    "An assignment has a title, a salt, and [[questions]], each with points and either a name or a selection "
    "(component, difficulty, draw), and perhaps a severity; docs/teaching.md has an example."
)


@dataclass(frozen=True)
class Credit:
    """Shares of a case's points, which make 1 together.

    ``repaired``  for the run, in equal parts for the seeds on which the goal is reached. ``cause_removed``: where the
    check is quiet. ``diagnosed``: for the cause, named in answers.toml.
    """

    repaired: float = 0.7
    cause_removed: float = 0.0
    diagnosed: float = 0.3

    def __post_init__(self) -> None:
        shares = (self.repaired, self.cause_removed, self.diagnosed)
        if min(shares) < 0 or not abs(sum(shares) - 1) <= 1e-9:  # NaN is neither
            raise ValueError(f"the shares of [credit] are {shares}: none may be below 0, and together they must make 1")


@dataclass(frozen=True)
class Assigned:
    """A case of an assignment: its name in the hand-out, what it is made from, and how many points it is worth.

    ``severity``  of the fault, from 1 to 5; None for the scenario as it is.
    """

    case: str
    entry: Entry
    worth: float
    severity: int | None = None


@dataclass(frozen=True)
class Course:
    """An assignment.

    ``salt``   what the data are drawn from, and the order of the cases. ``seeds``: how many sets of data there are.
    ``each``   how many of the cases a student has; all, if it is 0. ``notebooks``: whether scripts are
    handed out as such.
    """

    title: str
    salt: str
    cases: tuple[Assigned, ...]
    seeds: int = 5
    images: str = "digits"
    each: int = 0
    notebooks: bool = False
    credit: Credit = field(default_factory=Credit)

    def salt_of(self, one: Assigned) -> str:
        """Return what the data of a case are drawn from: each has its own."""
        return f"{self.salt} {one.case}"

    def of(self, student: str) -> tuple[Assigned, ...]:
        """Return a student's cases. The rule is public: the cases whose digest with the student's id is least."""
        if not self.each:
            return self.cases
        mine = sorted(self.cases, key=lambda one: rank(student, one.case))[: self.each]
        return tuple(one for one in self.cases if one in mine)


def rank(student: str, case: str) -> str:
    """Return what a student's cases are chosen by; the hand-out has the same line."""
    return hashlib.sha256(f"{student} {case}".encode()).hexdigest()


def read(file: Path, catalogue: Catalogue) -> Course:
    """Read an assignment's file; whatever is wrong in it is a UserError that says where, and how it should be."""
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        return _course(told, catalogue)
    except OSError as error:
        raise UserError(f"'{file}' cannot be read: {error.strerror}. Name an assignment's file.") from error
    except UserError as error:
        raise UserError(f"'{file}': {error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, ValueError, OverflowError) as error:
        raise UserError(f"'{file}' cannot be read: {error}. {FORM}") from error


def _course(told: dict[str, Any], catalogue: Catalogue) -> Course:
    _require_known(told, ("title", "salt", "seeds", "images", "each", "notebooks", "credit", "questions"))
    salt = _text(told, "salt")
    if len(salt) < SHORTEST:
        raise ValueError(f"its salt has {len(salt)} characters, and can be guessed: take {SHORTEST} or more")
    credit = told.get("credit", {})
    _require_known(credit, ("repaired", "cause_removed", "diagnosed"))
    questions = told.get("questions", [])
    if not questions:
        raise ValueError("it has no [[questions]]")
    images = str(told.get("images", "digits"))
    sure = Sure(catalogue, images)
    asked = [one for question in questions for one in _asked(question, salt, catalogue, sure)]
    seeds, each = _whole(told, "seeds", 5, least=1), _whole(told, "each", 0, least=0)
    cases = tuple(_numbered(asked, salt))
    if each > len(cases):
        raise ValueError(f"each student is to have {each} of {len(cases)} cases: ask for fewer, or add questions")
    notebooks = told.get("notebooks", False)
    if not isinstance(notebooks, bool):
        raise ValueError(f"its notebooks are {notebooks!r}: write true or false, without quotes")
    return Course(
        title=_text(told, "title"),
        salt=salt,
        cases=cases,
        seeds=seeds,
        images=images,
        each=each,
        notebooks=notebooks,
        credit=Credit(**credit) if credit else Credit(),
    )


@dataclass(frozen=True)
class Asked:
    """What a question asks for."""

    entry: Entry
    worth: float
    severity: int | None


def _asked(question: dict[str, Any], salt: str, catalogue: Catalogue, sure: Sure) -> Iterator[Asked]:
    """Yield what a question asks for."""
    _require_known(question, ("name", "component", "difficulty", "draw", "severity", "points"))
    points = question.get("points")
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 < points < math.inf:
        raise ValueError(f"the points of a question are {points!r}, and not a number above 0: write one, as 10")
    severity = _severity(question)
    if "name" in question:
        entry = catalogue.entry(question["name"])
        if severity is not None and severity not in sure.of(entry):
            raise ValueError(sure.told(entry, severity))
        yield Asked(entry, float(points), severity)
        return
    chosen = [entry for entry in _selected(question, catalogue) if severity is None or severity in sure.of(entry)]
    draw = _whole(question, "draw", len(chosen), least=1)
    if draw > len(chosen):
        raise ValueError(f"a question draws {draw} of {len(chosen)} scenarios")
    for entry in sorted(chosen, key=lambda entry: rank(salt, entry.name))[:draw]:
        yield Asked(entry, float(points), severity)


def _severity(question: Mapping[str, Any]) -> int | None:
    severity = question.get("severity")
    if severity is not None and (type(severity) is not int or severity not in range(1, LEVELS + 1)):
        raise ValueError(f"the severity of a question is {severity!r}, and not a number from 1 to {LEVELS}")
    return severity


def _selected(question: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Entry]:
    component, difficulty = question.get("component"), question.get("difficulty")
    if component is None and difficulty is None:
        raise ValueError("a question has neither a name nor a component nor a difficulty")
    known = catalogue.components()
    if component is not None and component not in known:
        raise ValueError(f"there is no component {component!r}.{suggest(str(component), known)}")
    hard = {name: station.difficulty for name, station in stations(catalogue).items()}
    for entry in catalogue:
        right = component == entry.component if component else entry.component != CONTROLS
        if right and difficulty in (None, hard.get(entry.name)):
            yield entry


def _numbered(asked: Iterable[Asked], salt: str) -> Iterator[Assigned]:
    """Yield the cases in an order that tells nothing; an entry that is asked for twice is one case."""
    first: dict[Entry, Asked] = {}
    for one in asked:
        first.setdefault(one.entry, one)
    drawn = sorted(first.values(), key=lambda one: rank(f"{salt} order", one.entry.name))
    for number, one in enumerate(drawn, start=1):
        yield Assigned(f"case-{number:02d}", one.entry, one.worth, one.severity)


def _require_known(table: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for name in table:
        if name not in known:
            raise ValueError(f"it has a {name!r}, which means nothing here.{suggest(name, known)}")


def _text(table: Mapping[str, Any], name: str) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"its {name} is {value!r}, and not a text")
    return value


def _whole(table: Mapping[str, Any], name: str, otherwise: int, least: int) -> int:
    value = table.get(name, otherwise)
    if type(value) is not int or value < least:  # true is an int to Python
        raise ValueError(f"its {name} is {value!r}, and not a whole number from {least} on")
    return value
