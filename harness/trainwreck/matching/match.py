"""A log, what it looks like, and the faults that it may be: with their logs, and the checks that would decide."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trainwreck.matching.log import Log
from trainwreck.matching.logs import FIRST
from trainwreck.matching.logs import log_of as recorded_log
from trainwreck.matching.matcher import Answer, Matcher, matcher
from trainwreck.pairs.entries import BROKEN, HEALTHY, Catalogue, Entry
from trainwreck.proof.matrix import confusions
from trainwreck.proof.results import Results

SHOWN = 3  # candidates


@dataclass(frozen=True)
class Candidate:
    """A fault of the catalogue that a log resembles.

    ``confidence``  the probability, if the log's run is one of the catalogue's faults.
    ``question``    what its check asks of a set-up. ``confused``: other faults that this check is measured to accuse.
    ``log``         that of one of its runs.
    """

    name: str
    component: str
    title: str
    confidence: float
    question: str
    confused: tuple[str, ...]
    log: Log


@dataclass(frozen=True)
class Match:
    """What came of matching a log.

    ``told``        a symptom, ``"healthy"``, or None where it cannot be told from the log.
    ``columns``     which column each series of the log was read from.
    """

    log: Log
    columns: Mapping[str, str]
    answer: Answer
    candidates: tuple[Candidate, ...]

    @property
    def told(self) -> str | None:
        """What is said of the log."""
        return self.answer.told

    @property
    def is_ill(self) -> bool:
        """Whether a symptom is seen."""
        return self.told not in (None, HEALTHY)

    def as_dict(self) -> dict[str, Any]:
        """Return all of it in JSON's types, but for the logs."""
        return {
            "told": self.told,
            "enough": round(self.answer.enough, 4),
            "columns": dict(self.columns),
            "symptoms": _rounded(self.answer.symptoms),
            "components": _rounded(self.answer.components),
            "scenarios": [
                {
                    "name": one.name,
                    "component": one.component,
                    "confidence": round(one.confidence, 4),
                    "check": one.question,
                    "check_accuses_also": list(one.confused),
                }
                for one in self.candidates
            ],
        }


def matched(log: Log, columns: Mapping[str, str], catalogue: Catalogue) -> Match:
    """Match a log with what is recorded of a catalogue; a UserError says how to record it."""
    fitted = matcher(catalogue, log)
    [answer] = fitted.answers([log])
    entries = {entry.name: entry for entry in catalogue}
    accused_by = confusions(Results(catalogue.root / "results").answers())
    likeliest = [(entries[name], confidence) for name, confidence in answer.scenarios if name in entries][:SHOWN]
    candidates = (
        Candidate(
            name=entry.name,
            component=entry.component,
            title=entry.title,
            confidence=confidence,
            question=_question(entry),
            confused=tuple(sorted(fault for fault, checks in accused_by.items() if entry.name in checks)),
            log=_log(fitted, entry),
        )
        for entry, confidence in likeliest
    )
    return Match(log, columns, answer, tuple(candidates))


def _log(fitted: Matcher, entry: Entry) -> Log:
    """Return the log of a broken run of an entry, at its own severity if it shows a symptom there."""
    rows = fitted.known.rows
    broken = rows[(rows.scenario == entry.name) & (rows.recipe == BROKEN)]
    own = broken[broken.kind == FIRST]
    return recorded_log((broken if own.empty else own).iloc[0].to_dict())


def _question(entry: Entry) -> str:
    """Return what an entry's check asks: the first line of its docstring."""
    [check] = ast.parse(entry.check_source).body or [ast.Pass()]
    return (ast.get_docstring(check) or "").partition("\n")[0] if isinstance(check, ast.FunctionDef) else ""


def _rounded(ranked: list[tuple[str, float]]) -> dict[str, float]:
    return {name: round(probability, 4) for name, probability in ranked}
