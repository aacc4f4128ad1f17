"""Variants of a pair's recipes, trained and kept as runs are: other doses of the fault, other lengths of the run."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import pandas as pd

from trainwreck.errors import UserError
from trainwreck.pairs.entries import Entry
from trainwreck.pairs.loading import Pair, load
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.fingerprint import digest, fingerprint
from trainwreck.proof.kept import Failure, Kept, done
from trainwreck.proof.prove import train_recipe
from trainwreck.proof.records import Records
from trainwreck.training.run import Run
from trainwreck.training.task import Images

Change = Callable[[Pair, int, Images], Pair]
Make = Callable[[list[Entry], Conditions], Iterable[pd.DataFrame]]


def one_by_one(make: Make, entries: Iterable[Entry], conditions: Conditions) -> Iterator[pd.DataFrame | Failure]:
    """Yield the tables that ``make(entries, conditions)`` makes, an entry at a time: one that fails ends no other."""
    for entry in entries:
        try:
            yield from make([entry], conditions)
        except UserError as error:
            yield Failure(f"{entry.name}: {error}")


@dataclass(frozen=True)
class Variant:
    """One run that is to be trained: a recipe of a pair that has been changed, by the number that says how."""

    entry: Entry
    number: int
    recipe: str
    seed: int


def trained(
    kind: str,
    variants: Iterable[Variant],
    change: Change,
    conditions: Conditions,
    workers: int,
    records: Records | None,
    rooms: tuple[str, ...],
) -> Iterator[tuple[Variant, Run]]:
    """Train variants that are not on record, and yield each with its run.

    ``kind``    what the folder of their records is called.
    ``change``  returns the changed pair, given a pair, the variant's number and the source of images.
    ``rooms``   the modules, beside those that train, whose code decides what a variant is.
    """
    marks: dict[Entry, str] = {}

    def place(one: Variant) -> tuple[str, str]:
        mark = marks.setdefault(one.entry, digest([fingerprint(one.entry, *rooms), conditions.name]))
        folder = f"{kind}-{conditions.name}/{one.entry.component}.{one.entry.name}"
        return f"{folder}/{one.recipe}-{one.number}-{one.seed}.json", mark

    kept = Kept(records, place, Run.from_dict, Run.as_dict) if records else None
    return done(variants, partial(_train, change=change, conditions=conditions), workers, kept)


def _train(one: Variant, change: Change, conditions: Conditions) -> Run:
    pair = change(load(one.entry, conditions.images), one.number, conditions.images)
    return train_recipe(pair, one.recipe, one.seed, conditions.device)
