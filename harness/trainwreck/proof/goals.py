"""Are the goals honest? Each task's goal beside what a good standard model scores on the same data."""

from collections.abc import Iterable, Sequence
from statistics import fmean

import pandas as pd
import torch

from trainwreck.pairs.loading import Pair
from trainwreck.training.preparation import hold_out
from trainwreck.training.streams import Stream, derive, isolated, reseed
from trainwreck.training.task import Task

COLUMNS = {
    "component": "str",
    "scenario": "str",
    "goal": "float",
    "chance": "float",
    "standard": "float",
    "share": "float",
}
JUDGED_BY = ("pairs/scenario", "proof/goals")

LEAST_SHARE = 0.85  # of the way from chance to the standard model's score: a goal below that is too easy


def goals(pairs: Iterable[Pair], seeds: Sequence[int]) -> pd.DataFrame:
    """Fit every task's standard model to three quarters of the data, as a recipe would train; return a row a task.

    ``share`` is how far the goal lies on the way from the score of knowing nothing to that of the standard model. A
    scenario that is judged by its report's honesty is given none: its task's goal is not what it must reach.
    """
    rows = []
    for pair in pairs:
        standard = fmean(standard_score(pair.task, seed) for seed in seeds)
        chance = pair.task.chance
        share = None if pair.judged_by_report else (pair.task.goal - chance) / (standard - chance)
        rows.append((pair.entry.component, pair.name, pair.task.goal, chance, standard, share))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS).round(3)


def standard_score(task: Task, seed: int) -> float:
    """Return the standard model's score on the held-back split of one seed."""
    assert task.standard is not None
    with isolated(torch.device("cpu")):
        available, held_back = task.data(derive(seed, Stream.DATA))
        reseed(seed, Stream.SPLIT)
        train, _ = hold_out(available)
        return task.score(task.standard(train)(held_back.inputs), held_back.targets)
