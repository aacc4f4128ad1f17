"""A folder of numbered cases. Neither a name, nor a text, nor a file in it tells what is wrong with which."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill

from trainwreck.errors import UserError
from trainwreck.learning.running import Data
from trainwreck.pairs.entries import BROKEN, Catalogue, Entry
from trainwreck.pairs.loading import load
from trainwreck.scripts.folder import SCRIPT, data_files, require_free, write
from trainwreck.scripts.script import script
from trainwreck.training.task import Images

FILE = "workspace.json"
SEED = 0  # of the data that are handed out


@dataclass(frozen=True)
class Workspace:
    """Which case is which, by a digest that only the catalogue's own names can be held against.

    ``cases``   a digest for the name of each case's folder. ``images``, ``data_root``: where images come from.
    """

    folder: Path
    salt: str
    cases: dict[str, str]
    images: str
    data_root: str

    @classmethod
    def around(cls, case: Path) -> "Workspace":
        """Return the workspace that a case's folder lies in; a UserError says how to make one."""
        file = case.absolute().parent / FILE
        if not file.is_file():
            raise UserError(f"'{case}' is no case: there is no '{FILE}' beside it. `trainwreck start` makes some.")
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
            found = cls(file.parent, told["salt"], dict(told["cases"]), told["images"], told["data_root"])
        except (ValueError, KeyError, TypeError) as error:
            raise UserError(f"'{file}' cannot be read ({error}). Make the cases anew: `trainwreck start`.") from error
        if case.absolute().name not in found.cases:
            raise UserError(f"There is no case '{case}'. Choose one of: {', '.join(found.cases)}.")
        return found

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


def make(folder: Path, entries: Sequence[Entry], images: Images, data_root: Path) -> list[Path]:
    """Write a case for each entry, in an order that tells nothing; return their folders."""
    if (folder / FILE).exists():
        raise UserError(f"'{folder}' has cases already. Name another folder with -o, or remove it.")
    order = secrets.SystemRandom().sample(list(entries), len(entries))
    names = [f"case-{number:02d}" for number in range(1, len(order) + 1)]
    written = {name: _files(entry, images) for name, entry in zip(names, order, strict=True)}
    for name, files in written.items():
        require_free(folder / name, files)
    for name, files in written.items():
        write(folder / name, files)
    salt = secrets.token_hex(16)
    digests = {name: _digest(salt, entry.name) for name, entry in zip(names, order, strict=True)}
    told = {"salt": salt, "cases": digests, "images": images.name, "data_root": str(data_root)}
    write(folder, {FILE: (json.dumps(told, indent=1) + "\n").encode()})
    return [folder / name for name in names]


def _files(entry: Entry, images: Images) -> dict[str, bytes]:
    pair = load(entry, images)
    data = Data.drawn(pair.task, SEED)
    texts = {
        SCRIPT: script(pair, BROKEN, data.available, SEED),
        "README.md": _readme(entry, pair.goal, pair.judged_by_report),
    }
    return {name: text.encode() for name, text in texts.items()} | data_files(data.available, data.held_back)


def _readme(entry: Entry, goal: float, judged_by_report: bool) -> str:
    if judged_by_report:
        judged = "the report: 1, less the distance between the score that the script reports and its score on new data"
    else:
        judged = "the score on new data, which the script never sees"
    asked = (
        f"Find out why the run fails, and mend `train.py`. What is judged is {judged}. It must be {goal:.2f} or more, "
        "whatever the data and the seed. Keep what the script reads and writes, and what its parts are called "
        "(`model`, `criterion`, `optimizer`, `train_loader` and so on), so that the cause can be looked for."
    )
    return f"# What was seen\n\n{entry.text}\n\n# What is asked\n\n{fill(asked, 100)}\n"


def _digest(salt: str, name: str) -> str:
    return hashlib.sha256(f"{salt} {name}".encode()).hexdigest()


def blind(entries: Iterable[Entry], count: int) -> list[Entry]:
    """Draw some scenarios."""
    scenarios = [entry for entry in entries if not entry.is_control]
    if not 1 <= count <= len(scenarios):
        raise UserError(f"--blind {count}: there are {len(scenarios)} scenarios. Ask for one of them or more.")
    return secrets.SystemRandom().sample(scenarios, count)
