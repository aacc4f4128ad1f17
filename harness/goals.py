"""Are the goals honest? Each task's goal beside what a good standard model scores on the same data."""

from collections.abc import Iterable, Sequence
from statistics import fmean

import pandas as pd
import torch

from harness.loading import Loaded
from harness.preparation import hold_out
from harness.scenario import Scenario
from harness.streams import Stream, derive, isolated, reseed
from harness.task import Task

LEAST_SHARE = 0.9  # a goal below nine tenths of the standard model's score is too easy


def goals(catalogue: Iterable[Loaded], seeds: Sequence[int]) -> pd.DataFrame:
    """Fit every task's reference model to three quarters of the data, as a recipe would train; return a row a task.

    A scenario that is judged by its report's honesty is given no share: its task's goal is not what it must reach.
    """
    rows = []
    for loaded in catalogue:
        case = loaded.case
        reference = fmean(reference_score(case.task, seed) for seed in seeds)
        honest = isinstance(case, Scenario) and case.judged == "honesty"
        share = None if honest else case.task.goal / reference
        rows.append((loaded.entry.component, loaded.entry.name, case.task.goal, reference, share))
    columns = ["component", "scenario", "goal", "reference", "share"]
    return pd.DataFrame(rows, columns=columns).round(3)


def reference_score(task: Task, seed: int) -> float:
    """Return the reference model's score on the held-back test split of one seed."""
    assert task.reference is not None
    with isolated(torch.device("cpu")):
        available, test = task.data(derive(seed, Stream.DATA))
        reseed(seed, Stream.SPLIT)
        train, _ = hold_out(available)
        return task.score(task.reference(train)(test.inputs), test.targets)
