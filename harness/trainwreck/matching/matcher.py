"""A matcher: fitted on recorded logs with the series that a log has, it says what the log looks like, and how surely."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from trainwreck.matching.features import Numbers, features, stretches
from trainwreck.matching.log import Log
from trainwreck.matching.logs import FRESH, log_of
from trainwreck.pairs.entries import BROKEN, Catalogue

HEALTHY = "healthy"
TREES = 100
FOLDS = 5
RIGHT = 0.8  # of the answers that are given, so many are to be right, as far as the training folds can tell

Ranked = list[tuple[str, float]]


@dataclass(frozen=True)
class Answer:
    """What a log looks like, each list the likeliest first.

    ``symptoms``    the symptoms, and ``healthy``, each with its probability.
    ``components``  where the cause sits, and ``scenarios``: what the run resembles, both if the run is ill.
    ``enough``      the confidence from which on an answer is given.
    """

    symptoms: Ranked
    components: Ranked
    scenarios: Ranked
    enough: float

    @property
    def confidence(self) -> float:
        """The probability of the likeliest."""
        return self.symptoms[0][1]

    @property
    def told(self) -> str | None:
        """A symptom, ``healthy``, or None: it cannot be told from this log."""
        return self.symptoms[0][0] if self.confidence >= self.enough else None


def grouped(catalogue: Catalogue, rows: pd.DataFrame) -> "pd.Series[str]":
    """Return what each row must not be judged without leaving out: its scenario, and of a control the one it resembles.

    All of a scenario's runs are in one group, its fixes and severities too.
    """
    resembles = {entry.name: entry.looks_like or entry.name for entry in catalogue}
    return rows.scenario.map(lambda name: resembles.get(name, name))


def training_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that a matcher may see: all but those of fresh seeds, and broken runs that show no symptom."""
    return rows[(rows.kind != FRESH) & ((rows.recipe != BROKEN) | (rows.symptom != ""))]


@dataclass(frozen=True, eq=False)
class Matcher:
    """What has been learned from recorded logs, ``rows`` of them in ``groups``, on the ``parts`` that a log has."""

    rows: pd.DataFrame
    groups: "pd.Series[str]"
    parts: tuple[str, ...]

    def answer(self, log: Log) -> Answer:
        """Say what a log looks like."""
        [answer] = self.answers([log])
        return answer

    def answers(self, logs: Sequence[Log]) -> list[Answer]:
        """Say what logs look like, all of which have at least the series that this was fitted with."""
        X = np.array([features(log.only(self.parts)) for log in logs])
        ranked = [_ranked(self._symptom, X), _ranked(self._component, X), _ranked(self._scenario, X)]
        return [Answer(*lists, enough=self.enough) for lists in zip(*ranked, strict=True)]

    @cached_property
    def enough(self) -> float:
        """The confidence from which on enough of the answers are right, on groups that were left out in fitting."""
        probabilities, right = self._left_out
        return threshold(probabilities, right)
