"""A study of the catalogue: do the verdicts hold on many sets of seeds, and does the verdict refuse what is no fix?"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import fmean

import numpy as np
import pandas as pd

from trainwreck.pairs.entries import BROKEN
from trainwreck.pairs.loading import Pair
from trainwreck.proof.evidence import Evidence
from trainwreck.proof.fingerprint import own_fingerprint
from trainwreck.proof.goals import standard_score
from trainwreck.proof.prove import Proof
from trainwreck.proof.runs import LEAST_GAIN
from trainwreck.proof.statistics import FEWEST_SEEDS, SAME, mean_interval, paired_gain
from trainwreck.proof.verdict import verdict, verdicts
from trainwreck.training.run import Run

Runs = Mapping[str, Sequence[Run]]

COLUMNS = {
    "component": "str",
    "scenario": "str",
    "recipe": "str",
    "first_seed": "Int64",
    "sets": "Int64",
    "held": "Int64",
    "worst_margin": "float",
    "deviations": "float",
    "gain": "float",
    "gain_low": "float",
    "gain_high": "float",
    "effect": "float",
    "p": "float",
    "behind": "float",
    "behind_at_most": "float",
    "impostors": "Int64",
    "passed": "Int64",
    "unmasked": "Int64",
    "own": "str",
    "recalibrated": "Int64",
}
JUDGED_BY = (
    "pairs/scenario",
    "pairs/symptoms",
    "proof/evidence",
    "proof/goals",
    "proof/runs",
    "proof/statistics",
    "proof/study",
)
STANDARD_SEEDS = 20  # on which a fix is compared with the task's standard model
LEAST_BEHIND = 0.05  # a fixed run that lies no more than this behind the standard model is as good as known to be good


def study(proofs: Iterable[Proof]) -> pd.DataFrame:
    """Judge every disjoint set of five seeds by itself, and all seeds together; return one row a fix or control.

    ``first_seed``             where the seeds begin.
    ``sets``, ``held``         how many sets there were, and in how many of them the verdict held.
    ``worst_margin``           how far the judged score stayed from the nearest border, on the worst seed: the goal,
                               for the fixed and for the broken run, and the least gain. Negative if one was crossed.
    ``deviations``             how far it stays from the nearest border on average, in standard deviations over seeds.
    ``gain`` …, ``effect``, ``p``  what the fix adds over all seeds: see ``statistics.Gain``.
    ``behind``, ``behind_at_most``  how much lower than the standard model's the true score is on average, on the same
                               seeds, and the upper end of its one-sided 95 % interval.
    ``impostors``, ``passed``  how often a recipe that keeps the fault was judged in the place of a fix, and how often
                               it held. They are counted once a scenario, with its first fix.
    ``unmasked``               how often the check alone refused one, where the outcome would have held.
    ``own``, ``recalibrated``  the fingerprint of the entry's own code, and how often that has changed since it was
                               studied first.
    """
    rows = [row for proof in proofs for row in _rows(proof)]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    rounded = table.round({name: 4 for name, kind in COLUMNS.items() if kind == "float" and name != "p"})
    return rounded.sort_values(["component", "scenario"], kind="stable").reset_index(drop=True)


def failures(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose verdict did not hold in every set, or that an impostor passed."""
    return table[(table.sets == 0) | (table.held < table.sets) | (table.passed > 0)]


def recounted(fresh: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return fresh rows with the count of the known ones, one higher where the entry's own code is not the same."""
    before = known.drop_duplicates("scenario").set_index("scenario")
    counts = fresh.scenario.map(before.recalibrated).fillna(0)
    changed = fresh.scenario.isin(before.index) & (fresh.scenario.map(before.own) != fresh.own)
    return fresh.assign(recalibrated=(counts + changed).astype("Int64"))


def _rows(proof: Proof) -> Iterator[dict[str, object]]:
    entry = proof.entry
    row: dict[str, object] = dict.fromkeys(("sets", "held", "impostors", "passed", "unmasked", "recalibrated"), 0)
    row |= {"component": entry.component, "scenario": entry.name, "recipe": "", "own": own_fingerprint(entry)}
    if proof.pair is None:
        yield row
        return
    sets = list(_sets(proof.runs))
    judged = [{verdict.recipe: verdict for verdict in verdicts(proof.pair, runs)} for runs in sets]
    impostors = [failed for runs in sets for failed in _impostors(proof.pair, runs)]
    standards = _standards(proof.pair, next(iter(proof.runs.values())))
    for recipe in judged[0]:
        yield {
            **row,
            "recipe": recipe,
            "first_seed": sets[0][recipe][0].seed,
            "sets": len(sets),
            "held": sum(of_set[recipe].holds for of_set in judged),
            **_margins(proof.pair, recipe, proof.runs),
            **_gain(proof.pair, recipe, proof.runs),
            **_behind(standards, proof.runs[recipe]),
            "impostors": len(impostors),
            "passed": sum(not failed for failed in impostors),
            "unmasked": sum(failed == {"check"} for failed in impostors),
        }
        impostors = []


def _sets(runs: dict[str, list[Run]]) -> Iterator[Runs]:
    seeds = len(next(iter(runs.values())))
    for first in range(0, seeds, FEWEST_SEEDS):
        yield {recipe: own[first : first + FEWEST_SEEDS] for recipe, own in runs.items()}


def _impostors(pair: Pair, runs: Runs) -> Iterator[set[str]]:
    """Yield, for each impostor, the names of the demands that refuse it in the place of a fix.

    Which fields it changes does not count: it may look as innocent as any fix.
    """
    for name, recipe in pair.impostors.items():
        posing = replace(pair, healthy={name: recipe})
        row = verdict(Evidence(posing, runs.__getitem__), name)
        yield {demand.partition(":")[2] for demand in row.failed if demand.partition(":")[0] == name} - {"touches"}


def _margins(pair: Pair, recipe: str, runs: Runs) -> dict[str, float]:
    """Return how far the nearest border is: on the worst seed, and on average in standard deviations."""
    fixed = np.array([pair.judge(run.final) for run in runs[recipe]])
    borders = [fixed - pair.goal]
    if pair.broken:
        broken = np.array([pair.judge(run.final) for run in runs[BROKEN]])
        borders += [pair.goal - broken, fixed - broken - LEAST_GAIN]
    deviations = [margins.mean() / spread for margins in borders if (spread := margins.std(ddof=1)) > SAME]
    return {"worst_margin": min(map(min, borders)), "deviations": min(deviations, default=math.inf)}


def _gain(pair: Pair, recipe: str, runs: Runs) -> dict[str, float | None]:
    if not pair.broken:
        return {}
    gain = paired_gain(*([pair.judge(run.final) for run in runs[name]] for name in (BROKEN, recipe)))
    return {"gain": gain.mean, "gain_low": gain.low, "gain_high": gain.high, "effect": gain.effect, "p": gain.p}


def _standards(pair: Pair, runs: Sequence[Run]) -> list[float]:
    """Return the standard model's scores on the seeds of the first runs; none where the task names no such model."""
    return [standard_score(pair.task, run.seed) for run in runs[:STANDARD_SEEDS]] if pair.task.standard else []


def _behind(standards: Sequence[float], runs: Sequence[Run]) -> dict[str, float]:
    """Compare true scores with the standard model's on the same seeds, the first ones."""
    if not standards:
        return {}
    behind = [standard - run.final.true for standard, run in zip(standards, runs, strict=False)]
    _, high = mean_interval(np.array(behind), confidence=0.9)  # 5 % lie above it
    return {"behind": fmean(behind), "behind_at_most": high}
