"""From the shape of a curve to its causes: what shows a symptom, and which check tells its causes apart."""

import inspect
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from trainwreck.pairs.entries import BROKEN, Entry
from trainwreck.pairs.symptoms import Symptom, observe
from trainwreck.pictures.recorded import question
from trainwreck.proof.matrix import confusions, false_alarms

MEANING = re.compile(r"^(\w+) {2,}(\S.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """A check that is asked, and what its answer leaves.

    ``others``   the candidates beside its own that it is suspicious of as well.
    ``alarms``, ``answers``  how often it was suspicious of healthy set-ups of other scenarios, and how often asked.
    """

    entry: Entry
    question: str
    others: tuple[Entry, ...]
    alarms: int
    answers: int


@dataclass(frozen=True)
class Shape:
    """A symptom, what it is, and the checks that lead from it to a cause, in their order."""

    symptom: Symptom
    meaning: str
    example: Entry
    steps: tuple[Step, ...]
    alike: tuple[Entry, ...]


def shapes(
    entries: Sequence[Entry], curves: pd.DataFrame, checks: pd.DataFrame, sightings: pd.DataFrame
) -> list[Shape]:
    """Return the symptoms that some of these entries declare, in the order in which they are noticed.

    ``curves``     how runs went.

    ``checks``     what ``trainwreck matrix`` has measured.
    ``sightings``  which symptoms were seen of which runs.
    """
    drawable = set(curves[(curves.recipe == BROKEN) & (curves.losses != "")].scenario)
    meanings = dict(MEANING.findall(inspect.getdoc(observe) or ""))
    found = []
    for symptom in Symptom:
        causes = [entry for entry in entries if entry.symptom == symptom]
        if causes:
            alike = tuple(entry for entry in entries if entry.looks_like in {cause.name for cause in causes})
            example = purest([cause for cause in causes if cause.name in drawable] or causes, sightings)
            found.append(Shape(symptom, meanings[symptom], example, tuple(walk(causes, checks)), alike))
    return found


def purest(causes: Sequence[Entry], sightings: pd.DataFrame) -> Entry:
    """Return the fault whose broken runs show the fewest symptoms beside the one that it declares."""
    beside = sightings[(sightings.recipe == BROKEN) & ~sightings.declared]
    others = (beside.shown / beside.runs).groupby(beside.scenario).sum()
    return min(causes, key=lambda entry: (others.get(entry.name, float("inf")), entry.name))


def walk(causes: Sequence[Entry], checks: pd.DataFrame) -> list[Step]:
    """Return a check for each of some causes, first those that accuse the fewest of the others.

    A check that is quiet rules its own fault out. One that is suspicious leaves its own fault and those that it
    confuses with it, and the later it is asked, the fewer of them are left.
    """
    accused_by = confusions(checks)
    alarms = {str(row["check"]): row for row in false_alarms(checks).to_dict("records")}
    accuses = {one.name: [other for other in causes if one.name in accused_by.get(other.name, ())] for one in causes}
    order = sorted(causes, key=lambda entry: (len(accuses[entry.name]), entry.name))
    steps = []
    for place, entry in enumerate(order):
        left = sorted((other for other in accuses[entry.name] if other in order[place:]), key=lambda other: other.name)
        counts = alarms.get(entry.name, {"fired": 0, "applied": 0})
        steps.append(Step(entry, question(entry), tuple(left), int(counts["fired"]), int(counts["applied"])))
    return steps
