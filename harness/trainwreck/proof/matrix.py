"""All checks on all recipes: how often each accuses its own fault, other faults, and what is healthy.

What a check says of *other* faults is the measured truth about what can be confused with what.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

import pandas as pd

from trainwreck.errors import UserError
from trainwreck.pairs.checks import Check, read, words_of
from trainwreck.pairs.entries import BROKEN, Entry
from trainwreck.pairs.loading import Pair, load
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.fingerprint import digest, fingerprint
from trainwreck.proof.kept import Failure, Kept, done
from trainwreck.proof.prove import told
from trainwreck.proof.records import Records
from trainwreck.training.setup import Setup

Answers = dict[str, tuple[int, int, int]]  # of each check, whether it applied, was suspicious, and raised
KEYS = ["component", "scenario", "recipe", "kind", "check"]
COLUMNS = [*KEYS, "seeds", "applied", "fired", "raised"]


@dataclass(frozen=True)
class Look:
    """One recipe on one seed, which every check is to look at."""

    entry: Entry
    recipe: str
    seed: int


def matrix(
    entries: Sequence[Entry],
    conditions: Conditions,
    *,
    workers: int = 1,
    records: Records | None = None,
    expect: Callable[[int], None] = lambda _: None,
    advance: Callable[[], None] = lambda: None,
    failed: Callable[[str], None],
) -> pd.DataFrame:
    """Ask the checks of all entries about all recipes of all entries; return a row a recipe and check that applies.

    Of an entry that cannot be loaded, and of a recipe that cannot be trained, ``failed`` is told why.

    ``kind``                 "broken", "fixed", "impostor" or "control".
    ``seeds``                how many runs were looked at.
    ``applied``, ``fired``   in how many of them the check applied, and in how many it was suspicious.
    ``raised``               in how many it ended with an exception, as no check should.
    """
    pairs = {}
    for entry in entries:
        try:
            pairs[entry] = _sound(load(entry, conditions.images))
        except UserError as error:
            failed(f"{entry.name}: {error}")
    looks = [Look(e, recipe, seed) for e, p in pairs.items() for recipe in p.everything for seed in conditions.seeds]
    expect(len(looks))
    rows = []
    for look, found in _found(looks, tuple(pairs), conditions, workers, records):
        advance()
        if isinstance(found, Failure):
            failed(found.message)
            continue
        kind = _kind(pairs[look.entry], look.recipe)
        named = (look.entry.component, look.entry.name, look.recipe, kind)
        rows += [(*named, check, 1, *outcome) for check, outcome in found.items()]
    table = pd.DataFrame(rows, columns=COLUMNS)
    summed = table.groupby(KEYS, as_index=False, sort=False).sum()
    return summed[(summed.applied > 0) | (summed.raised > 0)].reset_index(drop=True)


def false_alarms(table: pd.DataFrame) -> pd.DataFrame:
    """Return, for each check, how often it was suspicious of healthy set-ups of *other* scenarios that it applies to.

    The last row, ``all``, has the figures of all checks together.
    """
    healthy = table[table.kind.isin(["fixed", "control"]) & (table.check != table.scenario)]
    counts = healthy.groupby("check")[["applied", "fired"]].sum()
    counts.loc["all"] = counts.sum()
    return counts.assign(share=(counts.fired / counts.applied).round(4)).reset_index()


def confusions(table: pd.DataFrame) -> dict[str, list[str]]:
    """Return, for each fault, the checks of other faults that were suspicious of it on more than half of the seeds."""
    others = table[(table.kind == BROKEN) & (table.check != table.scenario) & (2 * table.fired > table.seeds)]
    return {str(fault): sorted(rows.check) for fault, rows in others.groupby("scenario")}


def indistinguishable(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the pairs of faults whose checks cannot tell them apart: each accuses the other as well."""
    accused_by = confusions(table)
    return sorted(
        (fault, other)
        for fault, others in accused_by.items()
        for other in others
        if fault < other and fault in accused_by.get(other, ())
    )


def made_by(table: pd.DataFrame, entries: Sequence[Entry]) -> list[str]:
    """Return, for each row, the fingerprint of the code that it comes from: that of the recipe and of the check."""
    marks = {entry.name: fingerprint(entry, "pairs/checks") for entry in entries}
    pairs = zip(table.scenario, table.check, strict=True)
    return [digest([marks[scenario], marks[check]]) for scenario, check in pairs]


def _sound(pair: Pair) -> Pair:
    """Return a pair whose check asks for words that there are."""
    if pair.check:
        words_of(pair.check)
    return pair


def _kind(pair: Pair, recipe: str) -> str:
    if recipe in pair.impostors:
        return "impostor"
    if pair.broken is None:
        return "control"
    return BROKEN if recipe == BROKEN else "fixed"


def _found(
    looks: Sequence[Look], entries: tuple[Entry, ...], conditions: Conditions, workers: int, records: Records | None
) -> Iterator[tuple[Look, Answers | Failure]]:
    marks = {entry: fingerprint(entry, "pairs/checks") for entry in entries}
    everything = digest(marks.values())

    def place(look: Look) -> tuple[str, str]:
        name = f"{look.recipe}-{look.seed}.json"
        return f"checks-{conditions.name}/{look.entry.component}.{look.entry.name}/{name}", everything

    kept = Kept[Look, Answers | Failure](records, place, _as_tuples, dict) if records else None
    return done(looks, partial(_looked, entries=entries, conditions=conditions), workers, kept)


def _as_tuples(body: dict[str, list[int]]) -> Answers:
    return {check: (applied, fired, raised) for check, (applied, fired, raised) in body.items()}


def _looked(look: Look, entries: tuple[Entry, ...], conditions: Conditions) -> Answers | Failure:
    """Train one recipe, and ask every check about it."""
    pair = load(look.entry, conditions.images)
    try:
        setup = Setup(pair.task, pair.everything[look.recipe], look.seed, conditions.device)
        assert setup.run
    except Exception as error:
        return Failure(f"{look.entry.name}, recipe {look.recipe!r}, seed {look.seed}: {told(error)}")
    return {name: _asked(check, setup) for name, check in _checks(entries, conditions).items()}


@cache
def _checks(entries: tuple[Entry, ...], conditions: Conditions) -> dict[str, Check]:
    pairs = [load(entry, conditions.images) for entry in entries]
    return {pair.name: pair.check for pair in pairs if pair.check}


def _asked(check: Check, setup: Setup) -> tuple[int, int, int]:
    try:
        reading = read(check, setup)
    except Exception:  # a check must bear any set-up: that it did not is counted, and held against it
        return 0, 0, 1
    return int(reading is not None), int(bool(reading and reading.suspicious)), 0
