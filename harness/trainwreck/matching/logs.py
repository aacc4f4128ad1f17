"""The logs that a log is compared with: runs of the catalogue as their authors would have logged them.

Three kinds: ``first`` are the five seeds that every recipe is judged on, ``dose`` other severities of its fault, and
``fresh`` seeds of which no set-up and no model knows anything, by which the matching is measured.
"""

import math
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from trainwreck.errors import UserError
from trainwreck.matching.log import Log, Values
from trainwreck.pairs.entries import BROKEN, Entry
from trainwreck.pairs.loading import Pair, load
from trainwreck.pairs.severities import LEVELS
from trainwreck.proof import severity
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.evidence import judge
from trainwreck.proof.histories import numbers, thinned
from trainwreck.proof.prove import prove
from trainwreck.proof.recorded import Recorded
from trainwreck.proof.records import Records
from trainwreck.proof.variants import Variant, trained
from trainwreck.training.run import Run

COLUMNS = {
    "component": "str",
    "scenario": "str",
    "recipe": "str",
    "kind": "str",
    "severity": "Int64",
    "seed": "Int64",
    "symptom": "str",
    "epochs": "Int64",
    "losses": "str",
    "validation_losses": "str",
    "validation": "str",
    "training": "str",
}
JUDGED_BY = (
    "pairs/scenario",
    "pairs/symptoms",
    "pairs/severities",
    "proof/evidence",
    "proof/severity",
    "matching/logs",
)
FIRST, DOSE, FRESH = "first", "dose", "fresh"
STEPS, EPOCHS = 40, 12  # at most, of the losses and of what is measured once an epoch
SEEDS, DOSE_SEEDS, FRESH_SEEDS = 5, 2, 3
FRESH_FIRST = 4_000_000


def recorded(results: Path) -> Recorded:
    """Return the table in a folder of results."""
    return Recorded(results / "logs-digits-cpu.csv", COLUMNS, JUDGED_BY)


def logged(run: Run) -> Log:
    """Return a run as its log would have it, thinned. What is reported is all that a practitioner has of validation."""
    _, losses = thinned(run.losses, STEPS)
    ended = () if run.diverged_at is None else (run.losses[-1],)
    places = _spread(len(run.epochs))
    return Log(
        losses=(*losses, *ended),
        validation_losses=tuple(run.epochs[place].validation_loss for place in places),
        validation=tuple(run.epochs[place].scores.reported for place in places),
        training=tuple(run.epochs[place].scores.training for place in places),
    )


def log_of(row: Mapping[Hashable, Any]) -> Log:
    """Return the log that a row holds."""
    parts = ("losses", "validation_losses", "validation", "training")
    return Log(**{name: tuple(numbers(row[name])) for name in parts})


@dataclass(frozen=True)
class Making:
    """How logs are made: on which source of images, in how many processes, and where whole runs are kept."""

    conditions: Callable[[int, int, bool], Conditions]
    workers: int
    records: Records

    def logs(self, entry: Entry) -> pd.DataFrame:
        """Return the logs of an entry, a row a run; of its other doses only those that miss the goal."""
        pair = load(entry, self.conditions(1, 0, False).images)
        rows = [*self._runs(entry, FIRST, self.conditions(SEEDS, 0, False))]
        rows += self._doses(pair, self.conditions(DOSE_SEEDS, 100, True))
        rows += self._runs(entry, FRESH, self.conditions(FRESH_SEEDS, FRESH_FIRST, True))
        return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)

    def _runs(self, entry: Entry, kind: str, conditions: Conditions) -> Iterator[tuple[object, ...]]:
        for proof in prove([entry], conditions, workers=self.workers, records=self.records, resume=True):
            if proof.pair is None:
                raise UserError("; ".join(why for verdict in proof.verdicts for why in verdict.failed.values()))
            for recipe, runs in proof.runs.items():
                yield from (_row(proof.pair, recipe, kind, None, run) for run in runs)

    def _doses(self, pair: Pair, conditions: Conditions) -> Iterator[tuple[object, ...]]:
        if severity.severities_of(pair) is None:
            return
        levels = range(1, LEVELS + 1)
        doses = [Variant(pair.entry, level, BROKEN, seed) for level in levels for seed in conditions.seeds]
        for dose, run in trained(
            "severities", doses, severity.at, conditions, self.workers, self.records, severity.ROOMS
        ):
            if pair.judge(run.final) < pair.goal:
                yield _row(pair, BROKEN, DOSE, dose.number, run)


def _row(pair: Pair, recipe: str, kind: str, level: int | None, run: Run) -> tuple[object, ...]:
    log = logged(run)
    symptom = judge(pair, run).symptom if recipe == BROKEN else None
    named = (pair.entry.component, pair.name, recipe, kind, level, run.seed, symptom.value if symptom else "")
    series = (_text(part) for part in (log.losses, log.validation_losses, log.validation, log.training))
    return (*named, len(run.epochs), *series)


def _spread(count: int) -> Sequence[int]:
    """Return all places, or evenly spaced ones of them, the first and the last among them."""
    if count <= EPOCHS:
        return range(count)
    return [round(place * (count - 1) / (EPOCHS - 1)) for place in range(EPOCHS)]


def _text(values: Values) -> str:
    return " ".join("nan" if math.isnan(value) else f"{value:.4g}" for value in values)
