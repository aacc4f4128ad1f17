"""Which answers are right: a scenario's own fault, what its author would accept as well, and what cannot be told apart.

The last is measured: where the checks of two faults each accuse the other as well, either name is right.
"""

from collections import defaultdict

import pandas as pd

from trainwreck.pairs.entries import Catalogue
from trainwreck.proof.matrix import indistinguishable
from trainwreck.proof.results import Results
from trainwreck.referee.answer import Cause
from trainwreck.referee.vocabulary import Vocabulary


def accepted(catalogue: Catalogue) -> dict[str, tuple[Cause, ...]]:
    """Return the causes that may be named of each scenario, its own first."""
    words, measured = Vocabulary.of(catalogue), confused(Results(catalogue.root / "results").answers())
    names = {
        entry: [*entry.also_accepted, *measured.get(entry.name, [])] for entry in catalogue if not entry.is_control
    }
    return {
        entry.name: tuple(dict.fromkeys([Cause(entry.component, entry.name), *map(words.cause, others)]))
        for entry, others in names.items()
    }


def confused(answers: pd.DataFrame) -> dict[str, list[str]]:
    """Return, of each fault, those that the checks cannot tell from it, by what they have answered."""
    found = defaultdict(list)
    for one, other in indistinguishable(answers):
        found[one].append(other)
        found[other].append(one)
    return dict(found)
