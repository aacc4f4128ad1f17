"""Curves of a tool that says how sure it is: what it finds at which price, how true that is, and what it risks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trainwreck.pairs.entries import BROKEN
from trainwreck.referee.grading import WRONG, Graded

BINS = 5

Points = list[list[float]]


@dataclass(frozen=True)
class Curves:
    """Points of curves over the cases that have a score; no points if none has.

    ``roc``            false alarms and detection, from the strictest threshold to the laxest.
    ``calibration``    of cases of like score: their mean score, the share that is broken, and how many they are.
    ``risk_coverage``  share of the cases answered, the surest verdicts first, and the share of those that is wrong.
    """

    roc: Points
    calibration: Points
    risk_coverage: Points


def curves(cases: Sequence[Graded]) -> Curves:
    """Return a tool's curves."""
    scored = [(case, case.reply.diagnosis.score) for case in cases if case.reply.diagnosis]
    told = [(score, case.truth.kind == BROKEN, case.grade in WRONG) for case, score in scored if score is not None]
    if not told:
        return Curves([], [], [])
    scores, broken, wrong = (np.array(column) for column in zip(*told, strict=True))
    return Curves(_roc(scores, broken), _calibration(scores, broken), _risk(np.abs(scores - 0.5), wrong))


def _roc(scores: np.ndarray, broken: np.ndarray) -> Points:
    if broken.all() or not broken.any():
        return []
    thresholds = [np.inf, *np.unique(scores)[::-1]]
    return [_rounded((scores >= t)[~broken].mean(), (scores >= t)[broken].mean()) for t in thresholds]


def _calibration(scores: np.ndarray, broken: np.ndarray) -> Points:
    place = np.minimum((scores * BINS).astype(int), BINS - 1)
    return [_rounded(scores[place == n].mean(), broken[place == n].mean(), sum(place == n)) for n in np.unique(place)]


def _risk(sureness: np.ndarray, wrong: np.ndarray) -> Points:
    levels = np.unique(sureness)[::-1]
    return [_rounded((sureness >= level).mean(), wrong[sureness >= level].mean()) for level in levels]


def _rounded(*values: float) -> list[float]:
    return [round(float(value), 4) for value in values]
