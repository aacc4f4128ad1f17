"""Honest repairs that are no fix of the catalogue: edits of the script that is handed out, read from a TOML file."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from trainwreck.errors import UserError


@dataclass(frozen=True)
class Repair:
    """Edits under a name: pairs of a text that the script has, and what takes its place wherever it stands."""

    name: str
    edits: tuple[tuple[str, str], ...]

    def applied(self, text: str) -> str:
        """Return a script with the edits made, one after the other; a text that it does not have is a UserError."""
        for old, new in self.edits:
            if old not in text:
                raise UserError(f"The repair {self.name!r} replaces {old!r}, which the script does not have. Mend it.")
            text = text.replace(old, new)
        return text


def read(path: Path) -> dict[str, list[Repair]]:
    """Return the repairs of each scenario. The file has a table for each, with a list of ``[old, new]`` by name."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read: {error}. Name a TOML file of repairs.") from error
    return {scenario: _repairs(path, scenario, table) for scenario, table in content.items()}


def _repairs(path: Path, scenario: str, table: object) -> list[Repair]:
    if not isinstance(table, dict):
        raise UserError(f"{path}: {scenario} is no table. Write [{scenario}], and below it NAME = [[OLD, NEW]].")
    return [Repair(name, tuple(_edits(path, f"{scenario}.{name}", edits))) for name, edits in table.items()]


def _edits(path: Path, name: str, edits: object) -> Iterable[tuple[str, str]]:
    for edit in edits if isinstance(edits, list) and edits else [None]:
        match edit:
            case [str(old), str(new)] if old:
                yield old, new
            case _:
                raise UserError(f"{path}: {name} is no list of edits. Write it as [[OLD, NEW], …], in quotes.")
