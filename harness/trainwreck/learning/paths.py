"""Ordered paths through a catalogue, as its ``paths.toml`` lays them out."""

import secrets
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

from trainwreck.errors import UserError, suggest
from trainwreck.pairs.entries import Catalogue, Entry

FILE = "paths.toml"
HARDEST = 3


@dataclass(frozen=True)
class Station:
    """A case of a path: its entry, the concept that it teaches, how hard it is, from 1 to 3, and how long it takes."""

    entry: Entry
    concept: str
    difficulty: int
    minutes: int


@dataclass(frozen=True)
class Route:
    """A path: its name, its title, and its cases in the order in which they are written down."""

    name: str
    title: str
    stations: Sequence[Station]

    def ordered(self) -> list[Entry]:
        """Return the cases from easy to hard, those that are equally hard in an order that is drawn.

        The file is public: its order would tell which case is which.
        """
        drawn = secrets.SystemRandom().sample(list(self.stations), len(self.stations))
        return [station.entry for station in sorted(drawn, key=lambda station: station.difficulty)]


def paths(catalogue: Catalogue) -> dict[str, Route]:
    """Return a catalogue's paths by name; none if it lays out none. A mistake in the file is a UserError."""
    file = catalogue.root / FILE
    if not file.is_file():
        return {}
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        return {name: _route(name, table, catalogue) for name, table in told.items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise UserError(
            f"'{file}' cannot be read: {type(error).__name__}: {error}. A path has a title and cases, each with name, "
            "concept, difficulty and minutes."
        ) from error


def path(name: str, catalogue: Catalogue) -> Route:
    """Return a path; an unknown one is a UserError that names those there are."""
    known = paths(catalogue)
    if name not in known:
        there = "".join(f"\n  {one.name}: {one.title}" for one in known.values()) or " none"
        raise UserError(f"There is no path {name!r}.{suggest(name, known)} There are:{there}")
    return known[name]


def stations(catalogue: Catalogue) -> dict[str, Station]:
    """Return what is known of each entry that lies on a path, by the entry's name."""
    return {station.entry.name: station for route in paths(catalogue).values() for station in route.stations}


def _route(name: str, table: dict[str, object], catalogue: Catalogue) -> Route:
    cases = table["cases"]
    if not isinstance(cases, list):
        raise TypeError(f"the cases of {name!r} are no list")
    return Route(name, str(table["title"]), [_station(case, catalogue) for case in cases])


def _station(case: dict[str, object], catalogue: Catalogue) -> Station:
    name, difficulty, minutes = case["name"], case["difficulty"], case["minutes"]
    if not (isinstance(difficulty, int) and 1 <= difficulty <= HARDEST):
        raise ValueError(f"the difficulty of {name!r} is {difficulty!r}, and not a whole number from 1 to {HARDEST}")
    if not (isinstance(minutes, int) and minutes > 0):
        raise ValueError(f"the minutes of {name!r} are {minutes!r}, and not a whole number above 0")
    return Station(catalogue.entry(str(name)), str(case["concept"]), difficulty, minutes)
