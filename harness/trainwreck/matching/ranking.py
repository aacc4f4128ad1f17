"""A forest whose confidence means what it says: calibrated on what it had not seen when it was fitted."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import GroupKFold

from trainwreck.errors import UserError

Numbers = NDArray[np.float64]
Ranked = list[tuple[str, float]]

TREES, FOLDS = 80, 4
FEWEST = 2  # groups: one to learn from, and one to see how much of that is true of others
FLOOR = 1e-3  # no answer is impossible
SHARPEST = 8.0


@dataclass(frozen=True, eq=False)
class Ranking:
    """A fitted forest, and how much sharper its probabilities are to be.

    ``left_out``  the calibrated probabilities (rows, classes) of its own training rows, by forests without them.
    """

    forest: Any
    sharpness: float
    left_out: Numbers

    @property
    def classes(self) -> list[str]:
        """The answers, in the order of the columns of probabilities."""
        return [str(name) for name in self.forest.classes_]

    def ranked(self, X: Numbers) -> list[Ranked]:
        """Return, for each row, all answers with their probabilities, the likeliest first."""
        probabilities = _sharpened(self.forest.predict_proba(X), self.sharpness)
        return [
            sorted(zip(self.classes, map(float, row), strict=True), key=lambda one: -one[1]) for row in probabilities
        ]


def fitted(X: Numbers, y: NDArray[np.str_], groups: NDArray[np.str_] | None = None) -> Ranking:
    """Fit a ranking, calibrated on rows that are left out; with ``groups``, on whole groups of them.

    A UserError says so if there is no second group, from which to learn what can be told of one that was never seen.
    """
    if groups is not None and len(set(groups)) < FEWEST:
        raise UserError(
            "What symptom a log has is learned from the logs of several scenarios that show one, and here are not two. "
            "Write more with `trainwreck new`, and record their logs: trainwreck results logs"
        )
    forest = _forest(groups is None).fit(X, y)
    raw = forest.oob_decision_function_ if groups is None else _by_others(X, y, groups, forest.classes_)
    truth = np.searchsorted(forest.classes_, y)

    def loss(sharpness: float) -> float:
        return float(-np.log(_sharpened(raw, sharpness)[np.arange(len(y)), truth]).mean())

    sharpness = float(minimize_scalar(loss, bounds=(0.1, SHARPEST), method="bounded").x)
    return Ranking(forest, sharpness, _sharpened(raw, sharpness))


def _forest(bagged: bool) -> ExtraTreesClassifier:
    return ExtraTreesClassifier(
        TREES, min_samples_leaf=1 if bagged else 3, max_features=0.3, bootstrap=bagged, oob_score=bagged, random_state=0
    )


def _by_others(X: Numbers, y: NDArray[np.str_], groups: NDArray[np.str_], classes: NDArray[np.str_]) -> Numbers:
    """Return the probabilities of each row by a forest that has seen nothing of its group."""
    found = np.zeros((len(y), len(classes)))
    for seen, unseen in GroupKFold(min(FOLDS, len(set(groups)))).split(X, y, groups):
        forest = _forest(False).fit(X[seen], y[seen])
        found[np.ix_(unseen, np.searchsorted(classes, forest.classes_))] = forest.predict_proba(X[unseen])
    return found


def _sharpened(probabilities: Numbers, sharpness: float) -> Numbers:
    raised = (np.nan_to_num(probabilities) + FLOOR) ** sharpness
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
