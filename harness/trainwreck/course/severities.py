"""At which severities a fault can be asked about: those at which there is something to mend, and it can be mended."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from trainwreck.pairs.entries import Catalogue, Entry
from trainwreck.proof.results import Results

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Sure:
    """What a catalogue's records say of the severities of its faults on a source of images."""

    catalogue: Catalogue
    images: str

    @property
    def _results(self) -> Results:
        return Results(self.catalogue.root / "results", self.images)

    @cached_property
    def _rows(self) -> "pd.DataFrame":
        return self._results.severities.read()

    def of(self, entry: Entry) -> list[int]:
        """Return the severities at which each broken run misses the goal, the check finds why, and a fix helps."""
        rows = self._rows[self._rows.scenario == entry.name]
        hurt = (rows.missed == rows.seeds) & (rows.accused == rows.seeds)
        return [int(level) for level in rows[hurt & (rows.fixed >= rows.goal)].severity]

    def told(self, entry: Entry, severity: int) -> str:
        """Return, in words, why a severity cannot be asked about, and what to write instead."""
        if not entry.is_graded:
            return f"{entry.name} has no severities: it is there or it is not. Leave the severity out"
        if entry.name not in set(self._rows.scenario):
            command = self._results.command(self._results.severities, [entry])
            return f"the severities of {entry.name} are not recorded on {self.images}. Record them: {command}"
        known = ", ".join(map(str, self.of(entry))) or "none"
        return (
            f"on record, {entry.name} at severity {severity} reaches the goal on some seeds, or has a cause that its "
            f"check does not find or its fix does not help against. Take one of: {known}"
        )
