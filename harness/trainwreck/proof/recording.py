"""Bring the recorded tables of a catalogue up to date: each row only where it is missing or stale.

A table is written anew as each entry is done, so that what is finished is never lost.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import pandas as pd

from trainwreck.errors import UserError
from trainwreck.pairs.entries import Catalogue, Entry
from trainwreck.pairs.loading import load
from trainwreck.proof import longer, severity
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.figures import figures
from trainwreck.proof.goals import LEAST_SHARE, goals
from trainwreck.proof.histories import histories
from trainwreck.proof.kept import Failure
from trainwreck.proof.longer import longer_runs
from trainwreck.proof.prove import Proof
from trainwreck.proof.recorded import Recorded
from trainwreck.proof.records import require_writable
from trainwreck.proof.results import Results
from trainwreck.proof.severity import severities
from trainwreck.proof.sightings import sightings
from trainwreck.proof.statistics import FEWEST_SEEDS
from trainwreck.proof.study import failures, recounted, study
from trainwreck.proof.tidy import tidy

Variants = Callable[[Callable[..., Iterable[pd.DataFrame]], list[Entry], Conditions], Iterable[pd.DataFrame | Failure]]

NEW = 100  # where the seeds begin of what has never been studied: nobody looks at these while a set-up is drafted


@dataclass(frozen=True)
class Recording:
    """The recording of one catalogue. Each part yields, in words, what of it does not hold.

    ``conditions(seeds, first_seed, untouched)``  what is recorded is made under; asked for only if something is to be
    made.
    ``prove(entries, conditions, impostors)``  trains and judges entries, and their impostors if that is asked for.
    """

    catalogue: Catalogue
    results: Results
    conditions: Callable[[int, int, bool], Conditions]
    prove: Callable[[list[Entry], Conditions, bool], Iterable[Proof]]

    def require_possible(self) -> None:
        """Refuse, before anything is trained, to record what could not be written in the end."""
        for table in self.results.tables():
            require_writable(table.path, "--root")
            table.read()
            table.environments()

    def runs(self, entries: Sequence[Entry]) -> Iterator[str]:
        """Record five runs of every recipe, and how they went; of an entry whose verdict does not hold, nothing."""
        concerned = self.results.concerned(entries)
        parts = [(self._swept(self.results.runs), tidy), (self._swept(self.results.curves), histories)]
        made_by = [table.fingerprints(table.due(concerned)) for table, _ in parts]
        due = [entry for entry in concerned if any(entry.name in marks for marks in made_by)]
        if not due:
            return
        for proof in self.prove(due, self.conditions(FEWEST_SEEDS, 0, False), False):
            failed = [f"{demand}: {why}" for row in proof.verdicts for demand, why in row.failed.items()]
            if failed or not proof.verdicts:
                yield "\n".join([f"{proof.entry.name} does not hold: nothing recorded.", *dict.fromkeys(failed)])
                continue
            for (table, rows), marks in zip(parts, made_by, strict=True):
                if proof.entry.name in marks:
                    table.update(rows([proof]), marks, self._names)

    def goals(
        self, entries: Sequence[Entry], watched: Callable[[list[Entry]], Iterable[Entry]] = iter
    ) -> Iterator[str]:
        """Record the score of each task's standard model; ``watched`` may look on, entry by entry."""
        table = self._swept(self.results.goals)
        due = table.due(self.results.concerned(entries))
        made_by = table.fingerprints(due)
        if not due:
            return
        conditions = self.conditions(FEWEST_SEEDS, 0, False)
        for entry in watched(due):
            try:
                fresh = goals([load(entry, conditions.images)], conditions.seeds)
            except UserError as error:
                yield f"{entry.name}: {error}"
                continue
            table.update(fresh, made_by, self._names)
            for row in fresh[fresh.share < LEAST_SHARE].itertuples():
                yield f"{entry.name}: the goal of {row.goal} is too low: the standard model scores {row.standard}."

    def study(self, entries: Sequence[Entry], sets: int, first_seed: int | None) -> Iterator[str]:
        """Record in how many sets of seeds each verdict held, whether it did in all of them or not.

        With it goes what else the same runs tell: the figures that texts may quote, and which symptoms were seen.

        ``first_seed``: by default that of the recorded study, so that it can be repeated.
        """
        table = self._swept(self.results.study)
        beside = [(self._swept(self.results.figures), figures), (self._swept(self.results.symptoms), sightings)]
        known = table.read().drop_duplicates("scenario").set_index("scenario")
        concerned = self.results.concerned(entries)
        seeds = {e: first_seed if first_seed is not None else known.first_seed.get(e.name, NEW) for e in concerned}
        enough = known[known.sets >= sets].first_seed.to_dict()
        due = {e for one in (table, *(other for other, _ in beside)) for e in one.due(concerned)}
        due |= {e for e in concerned if enough.get(e.name) != seeds[e]}
        made_by, beside_by = table.fingerprints(due), [other.fingerprints(due) for other, _ in beside]
        for first, group in groupby(sorted(due, key=lambda e: (seeds[e], e.component, e.name)), seeds.__getitem__):
            for proof in self.prove(list(group), self.conditions(sets * FEWEST_SEEDS, first, True), True):
                fresh = recounted(study([proof]), table.read())
                if proof.pair:
                    table.update(fresh, made_by, self._names)
                    for (other, rows), other_by in zip(beside, beside_by, strict=True):
                        other.update(rows([proof]), other_by, self._names)
                for row in failures(fresh).itertuples():
                    place = f"{row.scenario} {row.recipe}"
                    yield f"{place}: held in {row.held} of {row.sets} sets, and {row.passed} impostors passed."

    def variants(self, entries: Sequence[Entry], make: Variants) -> Iterator[str]:
        """Record what becomes of each fault at its severities, and of each broken recipe in a longer run.

        ``make(function, entries, conditions)`` yields the tables that a function of many entries makes, one an entry;
        or what became of one that fails.
        """
        for table, function, seeds in (
            (self.results.severities, severities, severity.SEEDS),
            (self.results.longer, longer_runs, longer.SEEDS),
        ):
            due = self._swept(table).due(self.results.concerned(entries))
            if due:
                made_by = table.fingerprints(due)
                for fresh in make(function, due, self.conditions(seeds, NEW, True)):
                    if isinstance(fresh, Failure):
                        yield fresh.message
                        continue
                    table.update(fresh, made_by, self._names)
                    yield from severity.findings(fresh) if function is severities else ()

    def left(self) -> dict[str, int]:
        """Return the commands that would bring the rest up to date, each with the number of entries.

        A table that nobody has begun is no part of the rest.
        """
        commands: dict[str, int] = {}
        for results in self.results.siblings():
            for table in results.tables():
                due = table.due(results.concerned(self.catalogue)) if table.path.is_file() else []
                if due:
                    command = results.command(table, due)
                    commands[command] = max(commands.get(command, 0), len(due))
        return commands

    def _swept(self, table: Recorded) -> Recorded:
        """Return a table without the rows of entries that are no longer in the catalogue, or no longer concern it."""
        if table.gone(self._names):
            table.update(table.read()[:0], {}, self._names)
        return table

    @cached_property
    def _names(self) -> set[str]:
        return {entry.name for entry in self.results.concerned(self.catalogue)}
