"""A matcher: fitted on recorded logs, by the series that a log has, it says what the log looks like, and how surely."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from trainwreck.errors import UserError
from trainwreck.matching.features import Numbers, features, stretches
from trainwreck.matching.log import Log
from trainwreck.matching.logs import FRESH, log_of, recorded
from trainwreck.matching.ranking import Ranked, Ranking, fitted
from trainwreck.pairs.entries import BROKEN, HEALTHY, Catalogue

RIGHT = 0.8  # of the answers that are given, so many are to be right, as far as left-out scenarios can tell
COMPARED = ("losses", "validation_losses", "validation", "training")  # what is recorded of runs: no learning rates


@dataclass(frozen=True)
class Answer:
    """What a log looks like, each list the likeliest first.

    ``symptoms``    the symptoms, and ``healthy``, each with its probability.
    ``components``  where the cause sits, and ``scenarios``: which of the catalogue's faults it is, both if it is one.
    ``enough``      the confidence from which on an answer is given.
    """

    symptoms: Ranked
    components: Ranked
    scenarios: Ranked
    enough: float

    @property
    def told(self) -> str | None:
        """A symptom, ``healthy``, or None: it cannot be told from this log."""
        [likeliest, confidence], *_ = self.symptoms
        return likeliest if confidence >= self.enough else None


@dataclass(frozen=True, eq=False)
class Known:
    """Recorded logs: ``rows`` of the table, the ``groups`` they are in, and the logs.

    A group is all that tells of a scenario: its broken runs, fixes and severities, and the controls that look like it.
    """

    rows: pd.DataFrame
    groups: "pd.Series[str]"
    logs: "pd.Series[Log]"  # type: ignore[type-var]

    @classmethod
    def of(cls, catalogue: Catalogue) -> "Known":
        """Read what is recorded of a catalogue; a UserError says how to record it."""
        table = recorded(catalogue.root / "results")
        rows = table.read()
        if rows.empty:
            raise UserError(f"No logs are recorded in '{table.path}'. Record them: trainwreck results logs")
        return cls.made(rows, {entry.name: entry.looks_like or entry.name for entry in catalogue})

    @classmethod
    def made(cls, rows: pd.DataFrame, group_of: dict[str, str]) -> "Known":
        """Return rows with their groups and logs, without broken runs that show no symptom."""
        rows = rows[(rows.recipe != BROKEN) | (rows.symptom != "")]
        logs = pd.Series([_log(row) for row in rows.to_dict("records")], index=rows.index)
        return cls(rows, rows.scenario.map(lambda name: group_of.get(name, name)), logs)

    def where(self, chosen: "pd.Series[bool]") -> "Known":
        """Return some of them."""
        return Known(self.rows[chosen], self.groups[chosen], self.logs[chosen])

    def without(self, group: str) -> "Known":
        """Return all that tells nothing of a scenario."""
        return self.where(self.groups != group)

    @property
    def taught(self) -> "Known":
        """What a matcher may see: all but fresh seeds."""
        return self.where(self.rows.kind != FRESH)

    @property
    def truths(self) -> "pd.Series[str]":
        """The symptom of each, or ``healthy``."""
        return self.rows.symptom.where(self.rows.recipe == BROKEN, HEALTHY)


@dataclass(frozen=True, eq=False)
class Matcher:
    """What is learned from logs, by the ``parts`` of them that the log to be matched has as well."""

    known: Known
    parts: tuple[str, ...]

    def answers(self, logs: Sequence[Log]) -> list[Answer]:
        """Say what logs look like."""
        X = self._table(logs)
        symptoms, components, scenarios = (
            ranking.ranked(X) for ranking in (self.symptom, self.component, self.scenario)
        )
        return [Answer(*found, self.enough) for found in zip(symptoms, components, scenarios, strict=True)]

    @cached_property
    def symptom(self) -> Ranking:
        """Knows symptoms, and what is healthy, in scenarios that it has never seen."""
        return fitted(self._table(list(self.known.logs)), self.known.truths.to_numpy(str), self._groups(self.known))

    @cached_property
    def component(self) -> Ranking:
        """Knows where a fault sits, in scenarios that it has never seen."""
        ill = self._ill
        return fitted(self._table(list(ill.logs)), ill.rows.component.to_numpy(str), self._groups(ill))

    @cached_property
    def scenario(self) -> Ranking:
        """Knows the faults of the catalogue, on seeds that it has never seen."""
        ill = self._ill
        return fitted(self._table(list(ill.logs)), ill.rows.scenario.to_numpy(str))

    @cached_property
    def enough(self) -> float:
        """The least confidence from which on the answers about left-out scenarios are right often enough."""
        names = np.array(self.symptom.classes)
        probabilities = self.symptom.left_out
        right = names[probabilities.argmax(axis=1)] == self.known.truths.to_numpy(str)
        return threshold(probabilities.max(axis=1), right, RIGHT)

    @property
    def _ill(self) -> Known:
        return self.known.where(self.known.rows.recipe == BROKEN)

    def _groups(self, known: Known) -> "np.ndarray[tuple[int], np.dtype[np.str_]]":
        return known.groups.to_numpy(str)

    def _table(self, logs: Sequence[Log]) -> Numbers:
        return np.array([features(log.only(self.parts)) for log in logs])


def _log(row: Mapping[Hashable, Any]) -> Log:
    """Return a row's log; that of every other seed has one loss an epoch, because half of the world logs so."""
    log, epochs = log_of(row), row["epochs"]
    if row["seed"] % 2 == 0 or not 1 < epochs < len(log.losses) or log.ended:
        return log
    return replace(log, losses=tuple(map(float, stretches(log.losses, epochs))))


def threshold(confidence: Numbers, right: "np.ndarray[tuple[int], np.dtype[np.bool_]]", wanted: float) -> float:
    """Return the least confidence from which on the wanted share of answers is right; above 1 if there is none.

    >>> threshold(np.array([0.9, 0.8, 0.3, 0.2]), np.array([True, True, False, False]), wanted=1.0)
    0.8
    """
    order = np.argsort(-confidence)
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = confidence[order][share >= wanted]
    return float(enough[-1]) if len(enough) else 1.01


def matcher(catalogue: Catalogue, log: Log) -> Matcher:
    """Return a matcher fitted on what is recorded of a catalogue, for logs with the series that this log has."""
    return Matcher(Known.of(catalogue).taught, tuple(part for part in COMPARED if part in log.parts))
