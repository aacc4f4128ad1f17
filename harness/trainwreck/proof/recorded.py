"""Recorded tables: what was measured of a catalogue, one CSV file a table, each row with what made it.

A row carries the fingerprint of the code that its numbers come from: where that code has changed since, the row is
stale. It also carries a mark of the environment, which the JSON file beside the table spells out.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from trainwreck.errors import UserError
from trainwreck.pairs.entries import Entry
from trainwreck.proof.environment import environment
from trainwreck.proof.fingerprint import digest, fingerprint
from trainwreck.proof.records import write_whole

MADE_BY = {"fingerprint": "str", "environment": "str"}  # as text: of hexadecimal digits, some would pass for numbers


@dataclass(frozen=True)
class Recorded:
    """One recorded table of a catalogue.

    ``path``     the CSV file.
    ``columns``  its columns and their types in pandas, without those that say what made a row.
    ``rooms``    the modules of the package, beside those that train, whose code decides what stands in a row.
    ``holds``    which entries have rows in it.
    """

    path: Path
    columns: Mapping[str, str]
    rooms: tuple[str, ...]
    holds: Callable[[Entry], bool] = field(default=lambda _: True, compare=False)

    def read(self) -> pd.DataFrame:
        """Return the table; an empty one if nothing has been recorded yet."""
        columns = {**self.columns, **MADE_BY}
        if not self.path.is_file():
            return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
        empty = {name: [""] for name, kind in columns.items() if kind != "str"}
        try:
            table = pd.read_csv(self.path, dtype=columns, keep_default_na=False, na_values=empty)
            return table[list(columns)]
        except (ValueError, KeyError, OSError) as error:  # what pandas raises for no table at all are ValueErrors
            reason = str(error).strip().partition("\n")[0]
            raise UserError(
                f"'{self.path}' is no table of this kind ({reason}). Delete it, and make it anew: trainwreck record."
            ) from error

    def missing(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return the entries that have no row."""
        known = set(self.read().scenario)
        return [entry for entry in entries if self.holds(entry) and entry.name not in known]

    def stale(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return the entries that have a row which was made by other code than there is now."""
        made_by = self.read().groupby("scenario").fingerprint.agg(set).to_dict()
        return [e for e in entries if e.name in made_by and made_by[e.name] != {fingerprint(e, *self.rooms)}]

    def gone(self, names: Collection[str]) -> list[str]:
        """Return the names that have a row, but are not among these."""
        return sorted(set(self.read().scenario) - set(names))

    def due(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return the entries that are to be recorded: the missing and the stale."""
        entries = list(entries)
        due = {*self.missing(entries), *self.stale(entries)}
        return [entry for entry in entries if entry in due]

    def fingerprints(self, entries: Iterable[Entry]) -> dict[str, str]:
        """Return what rows of these entries must carry, by name. Take it before they are made: code may be edited."""
        return {entry.name: fingerprint(entry, *self.rooms) for entry in entries}

    def update(self, fresh: pd.DataFrame, made_by: Mapping[str, str], names: Collection[str]) -> None:
        """Put fresh rows in the place of the old ones of the same entries, and write the table.

        ``made_by`` has the fingerprint of each fresh entry; ``names`` are all of the catalogue: rows of others go.
        """
        here = environment()
        mark = digest([json.dumps(here)])[:8]
        fresh = fresh.assign(fingerprint=fresh.scenario.map(made_by), environment=mark)
        old, marked = self.read(), {**self.environments(), mark: here}
        kept = old[old.scenario.isin(names) & ~old.scenario.isin(fresh.scenario)]
        table = pd.concat([part.astype(old.dtypes.to_dict()) for part in (kept, fresh) if len(part)] or [kept])
        table = table[list(old.columns)].sort_values(["component", "scenario"], kind="stable")
        write_whole(self.path, table.to_csv(index=False, lineterminator="\n"))
        marks = {known: marked[known] for known in table.environment.unique() if known in marked}
        write_whole(self._beside, json.dumps(marks, indent=2) + "\n")

    def environments(self) -> dict[str, dict[str, str]]:
        """Return the environments that the rows' marks stand for."""
        try:
            known = json.loads(self._beside.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (ValueError, OSError) as error:
            raise UserError(f"'{self._beside}' cannot be read ({error}). Restore it, or delete it.") from error
        return known if isinstance(known, dict) else {}

    @property
    def _beside(self) -> Path:
        return self.path.with_suffix(".json")
