"""How harm grows with the dose: the broken recipe and its first fix at each severity of a fault."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from statistics import fmean

import numpy as np
import pandas as pd

from trainwreck.pairs.entries import BROKEN, Entry
from trainwreck.pairs.loading import Pair, blamed, load
from trainwreck.pairs.scenario import Scenario
from trainwreck.pairs.severities import LEVELS, Severities
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.evidence import Evidence, JudgedRun
from trainwreck.proof.histories import thinned
from trainwreck.proof.records import Records
from trainwreck.proof.runs import LEAST_GAIN
from trainwreck.proof.statistics import mean_interval
from trainwreck.proof.variants import Variant, trained
from trainwreck.training.recipe import delta
from trainwreck.training.run import Run
from trainwreck.training.task import Images, Task

COLUMNS = {
    "component": "str",
    "scenario": "str",
    "of": "str",
    "severity": "Int64",
    "dose": "float",
    "plain": "bool",
    "seeds": "Int64",
    "goal": "float",
    "broken": "float",
    "broken_low": "float",
    "broken_high": "float",
    "fix": "str",
    "fixed": "float",
    "fixed_low": "float",
    "fixed_high": "float",
    "gain": "float",
    "gain_low": "float",
    "gain_high": "float",
    "missed": "Int64",
    "symptom": "str",
    "accused": "Int64",
    "steps": "str",
    "losses": "str",
}
ROOMS = ("pairs/severities", "proof/severity")
JUDGED_BY = ("pairs/scenario", "pairs/symptoms", "proof/evidence", *ROOMS)
SEEDS = 10


def severities_of(pair: Pair) -> Severities | None:
    """Return a scenario's severities; None of a control, and of a fault without degree."""
    found = pair.truth.severities if isinstance(pair.truth, Scenario) else None
    return found if isinstance(found, Severities) else None


def at(pair: Pair, severity: int, images: Images) -> Pair:
    """Return a pair as it is with another dose of its fault: in the broken recipe, or in the task.

    What a fix changes, it changes at any dose; what else the dose is in, it keeps. What the
    scenario's code raises becomes a UserError that says where.
    """
    found = severities_of(pair)
    assert found is not None
    assert pair.broken is not None
    with blamed(pair.entry.path):
        dosed = found.at(found.doses[severity - 1])
    if isinstance(dosed, Task):
        return replace(pair, task=dosed.with_images(images) if dosed.with_images else dosed)
    changes = {name: {f: new for f, (_, new) in delta(pair.broken, fix).items()} for name, fix in pair.fixes.items()}
    return replace(pair, broken=dosed, healthy={name: replace(dosed, **changed) for name, changed in changes.items()})


def severities(
    entries: Sequence[Entry],
    conditions: Conditions,
    *,
    workers: int = 1,
    records: Records | None = None,
    expect: Callable[[int], None] = lambda _: None,
    advance: Callable[[], None] = lambda: None,
) -> Iterator[pd.DataFrame]:
    """Train every scenario that has severities at each of them; yield a table a scenario, a row a severity.

    ``broken``, ``fixed``, ``gain``  the mean judged score, and what the first fix gains, each with the ends of its 95 %
    interval.
    ``missed``   on how many seeds the broken recipe missed the goal.
    ``symptom``  the one that most seeds showed. ``accused``: on how many the fault's check was suspicious.
    ``steps``, ``losses``  what ``thinned`` leaves of the losses of the broken run whose score is the median.
    """
    pairs = {entry: load(entry, conditions.images) for entry in entries}
    graded = {entry: pair for entry, pair in pairs.items() if severities_of(pair)}
    doses = [dose for entry, pair in graded.items() for dose in _doses(entry, pair, conditions)]
    expect(len(doses))
    found: dict[Entry, dict[Variant, Run]] = defaultdict(dict)
    wanted = Counter(dose.entry for dose in doses)
    for dose, run in trained("severities", doses, at, conditions, workers, records, ROOMS):
        found[dose.entry][dose] = run
        advance()
        if len(found[dose.entry]) == wanted[dose.entry]:
            rows = _rows(graded[dose.entry], found.pop(dose.entry), conditions)
            table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
            yield table.round({name: 4 for name in COLUMNS if name != "dose"})  # a dose may well be smaller


def _doses(entry: Entry, pair: Pair, conditions: Conditions) -> Iterator[Variant]:
    fix = next(iter(pair.fixes))
    for severity in range(1, LEVELS + 1):
        dosed = at(pair, severity, conditions.images)
        same = dosed.task is pair.task and not delta(dosed.fixes[fix], pair.fixes[fix])
        for seed in conditions.seeds:
            yield Variant(entry, severity, BROKEN, seed)
            if not same or severity == 1:  # a fix that takes the dose away is the same at any
                yield Variant(entry, severity, fix, seed)


def _rows(pair: Pair, runs: dict[Variant, Run], conditions: Conditions) -> Iterator[tuple[object, ...]]:
    found, fix = severities_of(pair), next(iter(pair.fixes))
    assert found is not None
    for severity, dose in enumerate(found.doses, start=1):

        def of(recipe: str, severity: int = severity) -> list[Run]:
            own = [runs.get(Variant(pair.entry, severity, recipe, seed)) for seed in conditions.seeds]
            return [run for run in own if run] or of(recipe, 1)

        evidence = Evidence(pair, of)
        broken, fixed = (np.array([judged.score for judged in evidence.of(name)]) for name in (BROKEN, fix))
        gains = fixed - broken
        symptoms = Counter(judged.symptom.value if judged.symptom else "" for judged in evidence.of(BROKEN))
        readings = [judged.run.reading for judged in evidence.of(BROKEN)]
        yield (
            pair.entry.component,
            pair.name,
            found.of,
            severity,
            dose,
            dose == found.plain,
            len(broken),
            pair.goal,
            fmean(broken),
            *mean_interval(broken),
            fix,
            fmean(fixed),
            *mean_interval(fixed),
            fmean(gains),
            *mean_interval(gains),
            sum(score < pair.goal for score in broken),
            symptoms.most_common(1)[0][0],
            sum(reading is not None and reading.suspicious for reading in readings),
            *_typical(evidence.of(BROKEN)),
        )


def _typical(judged: Sequence[JudgedRun]) -> tuple[str, str]:
    """Return steps and losses, as text, of the run whose score is the median; of two, the lower."""
    ordered = sorted(judged, key=lambda one: one.score)
    steps, losses = thinned(ordered[(len(ordered) - 1) // 2].run.losses)
    return " ".join(map(str, steps)), " ".join(f"{loss:.4g}" for loss in losses)


def doubtless(table: pd.DataFrame) -> pd.Series:
    """Return, for each scenario, the least severity from which on harm is beyond doubt, if there is one.

    There, and at all that are greater, the interval of the gain lies wholly above what a fix must gain.
    """
    harmful = table.assign(sure=table.gain_low > LEAST_GAIN).sort_values("severity", ascending=False)
    harmful["on"] = harmful.groupby("scenario").sure.cummin()
    return harmful[harmful.on].groupby("scenario").severity.min()


def findings(table: pd.DataFrame) -> list[str]:
    """Return, in words, where a scenario's doses are not in the order of their harm."""
    found = []
    for name, rows in table.groupby("scenario", sort=False):
        gains = rows.sort_values("severity").gain.tolist()
        if not gains[0] < gains[-1]:
            found.append(f"{name}: severity 1 costs {gains[0]:.2f}, severity 5 only {gains[-1]:.2f}.")
    return found
