"""A study of the catalogue: do the verdicts hold on many sets of seeds, and does the verdict refuse what is no fix?"""

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from trainwreck.pairs.entries import BROKEN
from trainwreck.pairs.loading import Pair
from trainwreck.proof.evidence import Evidence
from trainwreck.proof.prove import Proof
from trainwreck.proof.runs import LEAST_GAIN
from trainwreck.proof.statistics import FEWEST_SEEDS
from trainwreck.proof.verdict import Verdict, verdict, verdicts
from trainwreck.training.run import Run

Runs = dict[str, Sequence[Run]]

COLUMNS = {
    "component": "str",
    "scenario": "str",
    "recipe": "str",
    "first_seed": "Int64",
    "sets": "Int64",
    "held": "Int64",
    "worst_margin": "float",
    "impostors": "Int64",
    "passed": "Int64",
}
JUDGED_BY = ("pairs/scenario", "pairs/symptoms", "proof/evidence", "proof/runs", "proof/statistics", "proof/study")


def study(proofs: Iterable[Proof]) -> pd.DataFrame:
    """Judge every disjoint set of five seeds by itself; return one row a fix or control.

    ``first_seed``             where the seeds begin.
    ``sets``, ``held``         how many sets there were, and in how many of them the verdict held.
    ``worst_margin``           how far the judged score stayed from the nearest border, on the worst seed: the goal,
                               for the fixed and for the broken run, and the least gain. Negative if one was crossed.
    ``impostors``, ``passed``  how often something that is no fix was judged in the fix's place (the broken runs as
                               their own fix, and fixed and broken runs swapped), and how often that held.
    """
    rows = [row for proof in proofs for row in _rows(proof)]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS).round({"worst_margin": 4})
    return table.sort_values(["component", "scenario"], kind="stable").reset_index(drop=True)


def failures(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose verdict did not hold in every set, or that an impostor passed."""
    return table[(table.sets == 0) | (table.held < table.sets) | (table.passed > 0)]


def _rows(proof: Proof) -> Iterator[tuple[object, ...]]:
    if proof.pair is None:
        entry = proof.entry
        yield entry.component, entry.name, "", None, 0, 0, None, 0, 0
        return
    sets = list(_sets(proof.runs))
    judged = [{row.recipe: row for row in verdicts(proof.pair, runs)} for runs in sets]
    for recipe in judged[0]:
        impostors = [row for runs in sets for row in _impostors(proof.pair, recipe, runs)]
        yield (
            proof.entry.component,
            proof.entry.name,
            recipe,
            sets[0][recipe][0].seed,
            len(sets),
            sum(rows[recipe].holds for rows in judged),
            min(_margin(proof.pair, recipe, runs) for runs in sets),
            len(impostors),
            sum(row.holds for row in impostors),
        )


def _sets(runs: dict[str, list[Run]]) -> Iterator[Runs]:
    seeds = len(next(iter(runs.values())))
    for first in range(0, seeds, FEWEST_SEEDS):
        yield {recipe: own[first : first + FEWEST_SEEDS] for recipe, own in runs.items()}


def _impostors(pair: Pair, recipe: str, runs: Runs) -> Iterator[Verdict]:
    if pair.broken:
        broken, fixed = runs[BROKEN], runs[recipe]
        yield verdict(Evidence(pair, {BROKEN: broken, recipe: broken}.__getitem__), recipe)
        yield verdict(Evidence(pair, {BROKEN: fixed, recipe: broken}.__getitem__), recipe)


def _margin(pair: Pair, recipe: str, runs: Runs) -> float:
    fixed = [pair.judge(run.final) for run in runs[recipe]]
    margins = [score - pair.goal for score in fixed]
    if pair.broken:
        broken = [pair.judge(run.final) for run in runs[BROKEN]]
        margins += [pair.goal - score for score in broken]
        margins += [after - before - LEAST_GAIN for before, after in zip(broken, fixed, strict=True)]
    return min(margins)
