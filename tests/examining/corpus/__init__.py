"""Training scripts as people write them, and faults put into them by hand.

Written without sight of what any check says: they measure how often a diagnosis is right, and how often it alarms at
nothing. Several sets, so that what is tuned on some can be measured on another.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one script.

    `accepted` are the scenarios of the catalogue which rightly name it; `symptom` is what one sees.
    """

    path: Path
    fault: str
    replace: tuple[tuple[str, str], ...]
    accepted: tuple[str, ...]
    symptom: str
    note: str = ""

    @property
    def script(self) -> str:
        """The name of the script, such as "char_gpt.py"."""
        return self.path.name

    def healthy(self) -> str:
        """Return the script as it stands."""
        return self.path.read_text(encoding="utf-8")

    def faulty(self) -> str:
        """Return the script with the fault put in."""
        source = self.healthy()
        for old, new in self.replace:
            source = source.replace(old, new)
        return source


def sets() -> list[str]:
    """Return the names of the sets: the folders with faults."""
    return sorted(path.parent.name for path in HERE.glob("*/faults.toml"))


def scripts(which: str) -> list[Path]:
    """Return the healthy scripts of a set."""
    return sorted((HERE / which).glob("*.py"))


def faults(which: str) -> list[Fault]:
    """Return the faults of a set."""
    folder = HERE / which
    with (folder / "faults.toml").open("rb") as file:
        entries = tomllib.load(file)["fault"]
    return [
        Fault(
            path=folder / entry["script"],
            fault=entry["fault"],
            replace=tuple((change["old"], change["new"]) for change in entry["replace"]),
            accepted=tuple(entry["accepted"]),
            symptom=entry["symptom"],
            note=entry.get("note", ""),
        )
        for entry in entries
    ]
