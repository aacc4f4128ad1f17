"""Which answers are right: a scenario's own fault, what its author would accept as well, and what cannot be told apart.

The last is measured. Where the check of another fault accuses the broken run and none of the runs that are mended, then
by all that the catalogue can measure that fault is there, and is gone once this one is.
"""

from pathlib import Path

import pandas as pd

from trainwreck.pairs.entries import BROKEN, Catalogue
from trainwreck.proof.matrix import confusions
from trainwreck.proof.results import Results
from trainwreck.referee.answer import Cause
from trainwreck.referee.vocabulary import Vocabulary


def accepted(catalogue: Catalogue) -> dict[str, tuple[Cause, ...]]:
    """Return the causes that may be named of each scenario, its own first."""
    words, measured = Vocabulary.of(catalogue), confused(Results(catalogue.root / "results").checks)
    names = {
        entry: [*entry.also_accepted, *measured.get(entry.name, [])] for entry in catalogue if not entry.is_control
    }
    return {
        entry.name: tuple(dict.fromkeys([Cause(entry.component, entry.name), *map(words.cause, others)]))
        for entry, others in names.items()
    }


def confused(path: Path) -> dict[str, list[str]]:
    """Return the other faults that the checks see in each, and in none of its fixes; none where nothing is recorded."""
    if not path.is_file():
        return {}
    table = pd.read_csv(path)
    mended = table[(table.kind == "fixed") & (table.fired > 0)]
    still = set(zip(mended.scenario, mended.check, strict=True))
    return {
        name: [check for check in checks if (name, check) not in still]
        for name, checks in confusions(table[table.kind == BROKEN]).items()
    }
