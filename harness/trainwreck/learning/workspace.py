"""A folder of numbered cases. Neither a name, nor a text, nor a file in it tells what is wrong with which."""

import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from trainwreck.errors import UserError
from trainwreck.learning.handout import files
from trainwreck.pairs.entries import Catalogue, Entry
from trainwreck.pairs.loading import load
from trainwreck.scripts.folder import SCRIPT, require_free, write
from trainwreck.training.task import Images

FILE = "workspace.json"


@dataclass(frozen=True)
class Workspace:
    """Which case is which, by a digest that only the catalogue's own names can be held against.

    ``cases``   a digest for the name of each case's folder. ``images``, ``data_root``: where images come from.
    ``until``   when the time for all cases is up, in seconds since 1970; None if there is no clock.
    """

    folder: Path
    salt: str
    cases: dict[str, str]
    images: str
    data_root: str
    until: float | None = None

    @classmethod
    def of(cls, folder: Path) -> "Workspace":
        """Return the workspace in a folder; a UserError says how to make one."""
        file = folder / FILE
        if not file.is_file():
            raise UserError(f"There are no cases in '{folder}': it has no '{FILE}'. `trainwreck start` makes some.")
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
            cases, until = dict(told["cases"]), told["until"]
            return cls(folder, told["salt"], cases, told["images"], told["data_root"], until and float(until))
        except (ValueError, KeyError, TypeError) as error:
            raise UserError(f"'{file}' cannot be read ({error}). Make the cases anew: `trainwreck start`.") from error

    @classmethod
    def around(cls, case: Path) -> "Workspace":
        """Return the workspace that a case's folder lies in; a UserError names the cases there are."""
        found = cls.of(case.absolute().parent)
        if case.absolute().name not in found.cases:
            raise UserError(f"There is no case '{case}'. Choose one of: {', '.join(found.cases)}.")
        return found

    @property
    def minutes_left(self) -> float | None:
        """Return how much time is left, below 0 if it is up; None if there is no clock."""
        return None if self.until is None else (self.until - time.time()) / 60

    def entry(self, case: Path, catalogue: Catalogue) -> Entry:
        """Return the scenario that a case is made from."""
        wanted = self.cases[case.absolute().name]
        for entry in catalogue:
            if _digest(self.salt, entry.name) == wanted:
                return entry
        raise UserError(f"The scenario of '{case}' is not in this catalogue. Name its catalogue with --root.")

    def seeds(self, case: Path, count: int) -> list[int]:
        """Return the seeds that a case is tried on: the same at each trial, and of data that were not handed out."""
        drawn = hashlib.sha256(f"{self.salt} {case.absolute().name}".encode()).digest()
        first = 1 + int.from_bytes(drawn[:4], "big")
        return list(range(first, first + count))


def make(
    folder: Path,
    entries: Sequence[Entry],
    images: Images,
    data_root: Path,
    minutes: float | None = None,
    file: str = SCRIPT,
    advance: Callable[[], None] = lambda: None,
) -> list[Path]:
    """Write a case for each entry, in their order; return the cases' folders.

    ``minutes``  sets a clock. ``file``: what scripts are handed out as, ``SCRIPT`` or ``NOTEBOOK``.
    """
    if (folder / FILE).exists():
        raise UserError(f"'{folder}' has cases already. Name another folder with -o, or remove it.")
    names = [f"case-{number:02d}" for number in range(1, len(entries) + 1)]
    written = {}
    for name, entry in zip(names, entries, strict=True):
        written[name] = files(load(entry, images), file=file)
        require_free(folder / name, written[name])
        advance()
    for name, content in written.items():
        write(folder / name, content)
    salt = secrets.token_hex(16)
    digests = {name: _digest(salt, entry.name) for name, entry in zip(names, entries, strict=True)}
    until = None if minutes is None else time.time() + 60 * minutes
    told = {"salt": salt, "cases": digests, "images": images.name, "until": until}
    told["data_root"] = str(data_root.absolute())  # a case may be tried from another folder
    write(folder, {FILE: (json.dumps(told, indent=1) + "\n").encode()})
    return [folder / name for name in names]


def _digest(salt: str, name: str) -> str:
    return hashlib.sha256(f"{salt} {name}".encode()).hexdigest()


def shuffled(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries in an order that tells nothing."""
    return secrets.SystemRandom().sample(entries, len(entries))


def blind(entries: Iterable[Entry], count: int) -> list[Entry]:
    """Draw some scenarios and controls."""
    there = list(entries)
    if not 1 <= count <= len(there):
        raise UserError(f"--blind {count}: there are {len(there)} scenarios and controls. Ask for one or more of them.")
    return secrets.SystemRandom().sample(there, count)
