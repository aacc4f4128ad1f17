"""What a report tells of each scenario, wherever it was measured."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from trainwreck.pairs.entries import BROKEN, HEALTHY, Entry
from trainwreck.pairs.loading import Pair
from trainwreck.proof.contract import contract
from trainwreck.proof.evidence import Evidence
from trainwreck.proof.verdict import Verdict

MET, MISSED, UNKNOWN = "met", "not met", "not asked"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What came of one demand: ``state`` is "met", "not met" or "not asked"; a ``message`` says more, if there is."""

    demand: str
    explanation: str
    state: str
    message: str = ""
    seeds: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """All that is told of one scenario or control.

    ``curves``   how its runs went, as ``proof.histories`` lays it out; empty if that is not known.
    ``doses``    the rows of its severities; empty if there are none.
    ``studied``  how often each recipe's verdict held in the study, and in how many sets of seeds.
    ``remarks``  what a reader must know of where this comes from.
    """

    entry: Entry
    verdicts: Sequence[Verdict]
    findings: Sequence[Told]
    curves: pd.DataFrame
    doses: pd.DataFrame
    studied: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    remarks: Sequence[str] = ()

    @property
    def failures(self) -> list[Told]:
        """The demands that are not met."""
        return [one for one in self.findings if one.state == MISSED]

    @property
    def holds(self) -> bool:
        """Whether every verdict holds and no demand is missed."""
        return not self.failures and all(verdict.holds for verdict in self.verdicts)


@dataclass(frozen=True, kw_only=True)
class Report:
    """A whole report: what was run, as names and values, and a chapter a scenario."""

    title: str
    facts: Sequence[tuple[str, str]]
    chapters: Sequence[Chapter]
    remarks: Sequence[str] = ()

    @property
    def verdicts(self) -> list[Verdict]:
        """All verdicts."""
        return [verdict for chapter in self.chapters for verdict in chapter.verdicts]


def judged(pair: Pair, evidence: Evidence) -> Iterator[Told]:
    """Judge every demand by runs that are at hand."""
    for demand in contract(pair):
        finding = demand.judge(evidence)
        state = MET if finding.passed else MISSED
        message = "" if finding.passed else finding.message
        yield Told(
            demand=str(demand), explanation=demand.explanation, state=state, message=message, seeds=finding.seeds
        )


def by_verdicts(pair: Pair, verdicts: Iterable[Verdict]) -> Iterator[Told]:
    """Tell what verdicts say of each demand: they are silent on those of texts, which need no runs."""
    failed = {demand: why for row in verdicts for demand, why in row.failed.items()}
    seeds = {subject: lines for row in verdicts for subject, lines in row.seeds.items()}
    known = {BROKEN, HEALTHY, *(row.recipe for row in verdicts)}
    for demand in contract(pair):
        name = str(demand)
        state = MISSED if name in failed else MET if demand.subject in known else UNKNOWN
        told = seeds.get(demand.subject, ()) if state == MISSED else ()
        message = failed.pop(name, "")
        yield Told(demand=name, explanation=demand.explanation, state=state, message=message, seeds=told)
    for name, message in failed.items():  # that it trains at all
        yield Told(demand=name, explanation="", state=MISSED, message=message)


def facts(
    chapters: Sequence[Chapter], environment: Mapping[str, str], images: str, device: str, seeds: str, source: str
) -> list[tuple[str, str]]:
    """Return what a reader must know of how it was measured, as names and values."""
    return [
        ("Scenarios", str(sum(not chapter.entry.is_control for chapter in chapters))),
        ("Controls", str(sum(chapter.entry.is_control for chapter in chapters))),
        ("Images", images),
        ("Device", device),
        ("Seeds", seeds),
        ("From", source),
        *((name, value) for name, value in environment.items()),
    ]
