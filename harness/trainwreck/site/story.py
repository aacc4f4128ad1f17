"""What the page of an entry tells, gathered from its files and from the records."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from functools import cached_property, partial
from typing import Any

import pandas as pd

from trainwreck.learning.paths import Station
from trainwreck.pairs.entries import BROKEN, Entry
from trainwreck.pairs.loading import Pair
from trainwreck.pictures.recorded import question
from trainwreck.scripts.script import script
from trainwreck.site import lessons
from trainwreck.site.downloads import SEED, Taken
from trainwreck.site.pictures import UNTOLD, Pictures
from trainwreck.site.tables import Tables
from trainwreck.site.thumbnails import dose_curves, thumbnail
from trainwreck.training.streams import Stream, derive


@dataclass(frozen=True)
class Neighbour:
    """Another fault that a check confuses with this one: which of the two checks is suspicious of both."""

    name: str
    accuses_us: bool
    accused_by_us: bool


@dataclass(frozen=True)
class Story:
    """An entry as its page shows it.

    ``station``  its place on a path of learners, if it has one.
    ``known``    the names of all entries that have a page.
    """

    pair: Pair
    pictures: Pictures
    tables: Tables
    taken: Taken
    station: Station | None
    known: Collection[str]

    @property
    def entry(self) -> Entry:
        """The entry itself."""
        return self.pair.entry

    @cached_property
    def kind(self) -> str:
        """What there is to learn from: the module that its data come from, such as "images"."""
        data: Any = self.pair.task.data
        while isinstance(data, partial):
            data = data.func
        return str(data.__module__).rpartition(".")[2]

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The recorded curves of what is broken or, of a control, healthy, under a name that does not tell which."""
        curves = self.tables.curves
        rows = curves[(curves.scenario == self.entry.name) & ((curves.recipe == BROKEN) | self.entry.is_control)]
        return rows.assign(recipe=UNTOLD)

    @cached_property
    def thumbnail(self) -> str:
        """What is seen of the run, small."""
        return thumbnail(self.shown)

    @property
    def epochs(self) -> int:
        """How many epochs the longest of the runs shown has finished."""
        return max((int(text.split()[-1]) for text in self.shown.epochs if text), default=0)

    @property
    def headline(self) -> str:
        """What the lesson says in its first line."""
        return lessons.headline(self.entry)

    @property
    def lesson(self) -> str:
        """The rest of the lesson, as Markdown."""
        return lessons.body(self.entry, self.known)

    @property
    def question(self) -> str:
        """What the check asks."""
        return question(self.entry)

    @property
    def apart(self) -> str:
        """Of a control, what sets it apart from the fault that it looks like."""
        return "\n\n".join(part for part in self.entry.text.split("\n\n")[1:] if part not in self.entry.story)

    def diffs(self) -> Iterator[tuple[str, str]]:
        """Yield the name of each fix, and what it changes in the script."""
        available, _held_back = self.pair.task.data(derive(SEED, Stream.DATA))
        told = self.entry.text
        broken = script(self.pair, BROKEN, available, SEED, told=told).splitlines(keepends=True)
        for fix in self.pair.fixes:
            fixed = script(self.pair, fix, available, SEED, told=told).splitlines(keepends=True)
            yield fix, "".join(unified_diff(broken, fixed, "train.py", f"train.py, {fix}"))

    @property
    def doses(self) -> list[dict[str, Any]]:
        """What was measured at each dose of the fault, as ``severities`` records it; nothing without degrees.

        With it goes ``curve``, the losses as an SVG.
        """
        table = self.tables.severities
        own = table[table.scenario == self.entry.name].sort_values("severity")
        rows: list[dict[str, Any]] = own.to_dict("records")  # type: ignore[assignment]
        return [{**row, "curve": curve} for row, curve in zip(rows, dose_curves(rows), strict=True)]

    @property
    def neighbours(self) -> list[Neighbour]:
        """The faults with which a check confuses this one."""
        ours, theirs = self.tables.confusions.get(self.entry.name, []), self.tables.accused_by(self.entry.name)
        return [Neighbour(name, name in ours, name in theirs) for name in sorted({*ours, *theirs})]
