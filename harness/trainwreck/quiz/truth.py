"""Which causes are right of a fault, and which are wrong beyond doubt: what was measured, and what experts accept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from trainwreck.pairs.entries import Entry
from trainwreck.proof.matrix import confusions


@dataclass(frozen=True, eq=False)
class Truth:
    """What is known of the causes of faults: ``table`` is what ``trainwreck matrix`` found, or an empty one."""

    entries: Mapping[str, Entry]
    table: pd.DataFrame

    def right(self, entry: Entry) -> list[str]:
        """Return the causes that are right: the fault's own, those accepted as well, those whose checks accuse it."""
        others = [*entry.also_accepted, *self._accused_by.get(entry.name, [])]
        return [entry.name, *(name for name in dict.fromkeys(others) if name in self._faults and name != entry.name)]

    def wrong(self, entry: Entry) -> list[str]:
        """Return the causes that are wrong and near: first those which its check confuses with it, then its likes.

        Its likes show the same symptom. What a component is accepted for is neither right nor wrong.
        """
        confused = [name for name, others in self._accused_by.items() if entry.name in others]
        alike = [name for name, other in self._faults.items() if other.symptom == entry.symptom]
        unsure = {*self.right(entry), *entry.also_accepted}
        names = (name for name in dict.fromkeys([*confused, *alike]) if name in self._faults)
        return [name for name in names if not unsure & {name, self._faults[name].component}]

    @cached_property
    def _faults(self) -> dict[str, Entry]:
        return {name: entry for name, entry in self.entries.items() if not entry.is_control}

    @cached_property
    def _accused_by(self) -> dict[str, list[str]]:
        return confusions(self.table) if len(self.table) else {}


def in_words(names: Iterable[str]) -> list[str]:
    """Return names of causes as a reader reads them.

    >>> in_words(["high_learning_rate"])
    ['high learning rate']
    """
    return [name.replace("_", " ") for name in names]
