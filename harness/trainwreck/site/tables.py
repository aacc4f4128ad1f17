"""The records that the pages are made of, each read once."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from trainwreck.proof.matrix import confusions
from trainwreck.proof.results import Results


@dataclass(frozen=True)
class Tables:
    """What is recorded of a catalogue."""

    results: Results

    @cached_property
    def curves(self) -> pd.DataFrame:
        """How runs went."""
        return self.results.curves.read()

    @cached_property
    def severities(self) -> pd.DataFrame:
        """How harm grows with the dose."""
        return self.results.severities.read()

    @cached_property
    def symptoms(self) -> pd.DataFrame:
        """Which symptoms runs showed."""
        return self.results.symptoms.read()

    @cached_property
    def checks(self) -> pd.DataFrame:
        """What every check said of every recipe; an empty table where that has not been measured."""
        return self.results.answers()

    @cached_property
    def confusions(self) -> dict[str, list[str]]:
        """For each fault, the checks of other faults that were suspicious of it."""
        return confusions(self.checks)

    def accused_by(self, name: str) -> list[str]:
        """Return the other faults that the check of this one was suspicious of."""
        return sorted(fault for fault, checks in self.confusions.items() if name in checks)

    def texts(self, name: str) -> list[str]:
        """Return, as text, all that pictures of an entry are drawn from."""
        return [table[table.scenario == name].to_csv(index=False) for table in (self.curves, self.severities)]
