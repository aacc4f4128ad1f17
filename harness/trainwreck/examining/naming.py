"""From what checks, clues and the log say to findings: which comes first, and which scenarios look so."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import torch

from trainwreck.examining.asking import Answer, alone
from trainwreck.examining.clues import CLUES
from trainwreck.examining.fitness import answers
from trainwreck.examining.material import Material
from trainwreck.examining.report import Candidate, Finding, Unasked
from trainwreck.examining.symptoms import symptoms
from trainwreck.pairs.entries import BROKEN, Catalogue
from trainwreck.pairs.loading import Pair, load
from trainwreck.pairs.scenario import Scenario
from trainwreck.pairs.symptoms import Symptom, observe
from trainwreck.proof.matrix import confusions, false_alarms
from trainwreck.proof.results import Results
from trainwreck.tasks.sources import Digits
from trainwreck.training.run import Reading

MOST = 4  # candidates that are shown for a finding
SHOWS = 0.5  # the share of a scenario's runs that must show a symptom for it to be a candidate


@cache
def scenarios() -> list[Pair]:
    """Return the scenarios of the built-in catalogue."""
    return [load(entry, Digits()) for entry in Catalogue() if not entry.is_control]


def accusations(found: Sequence[Answer], of: str) -> list[Finding]:
    """Return the checks that accuse, the one that explains the most of the others first."""
    confused, shares = confusions(answers()), false_alarms(answers()).set_index("check").share
    accusing = [answer for answer in found if answer.accuses]
    names = [answer.pair.name for answer in accusing]

    def explained(name: str) -> list[str]:
        return [other for other in confused.get(name, ()) if other in names]

    order = sorted(accusing, key=lambda a: (-len(explained(a.pair.name)), shares.get(a.pair.name, 0.0)))
    findings = []
    for n, answer in enumerate(order):
        name = answer.pair.name
        before = [one.pair.name for one in order[:n] if name in explained(one.pair.name)]
        others = [fault for fault, accusers in confused.items() if name in accusers]
        candidates = _candidates([name, *others], found)
        assert answer.reading is not None
        after = before[0] if before else ""
        findings.append(
            Finding(name, "check", _question(answer.pair), answer.reading.value, candidates, of=of, after=after)
        )
    return findings


def sightings(found: Sequence[Answer], material: Material) -> list[Finding]:
    """Return the symptoms that are seen, each with the scenarios that show it, the likest in all symptoms first."""
    shown = {symptom.value for symptom in symptoms(material)}
    alike = sorted(_shown_by().items(), key=lambda item: -len(item[1] & shown) / max(1, len(item[1] | shown)))
    return [
        Finding(
            symptom.value,
            "symptom",
            _meaning(symptom),
            None,
            _candidates([name for name, theirs in alike if symptom.value in theirs], found),
            material.of,
        )
        for symptom in Symptom
        if symptom.value in shown
    ]


@cache
def _shown_by() -> dict[str, set[str]]:
    """Return which symptoms the broken runs of each scenario show, of those that are seen without knowing a goal."""
    table = Results(Catalogue().root / "results").symptoms.read()
    broken = table[(table.recipe == BROKEN) & (table.shown >= SHOWS * table.runs)]
    unseen = {Symptom.UNDERFITS.value, Symptom.MISLEADS.value}
    return {str(name): set(rows.symptom) - unseen for name, rows in broken.groupby("scenario")}


def clued(material: Material, pairs: Sequence[Pair], quiet: set[str]) -> tuple[list[Finding], list[Unasked]]:
    """Return what is seen of one training beside the checks' answers, and what could not be asked.

    ``quiet``  the scenarios whose check was asked and found nothing: they come after the others.
    """
    by_name, found, raised = {pair.name: pair for pair in pairs}, [], []
    for clue in CLUES:
        name = clue.question.__name__
        try:
            with alone(material), torch.no_grad():
                reading = clue.question(material)
        except Exception as error:  # somebody's model, in a form that is not known here
            raised.append(
                Unasked(name, f"it ended with {type(error).__name__}: {error}".splitlines()[0], material.of, True)
            )
            continue
        if reading and reading.suspicious:
            names = sorted(clue.like(material), key=quiet.__contains__)
            alike = tuple(Candidate(like, by_name[like].entry.title) for like in names)
            found.append(Finding(name, "loop", _asks(clue.question), reading.value, alike, of=material.of))
    return found, raised


def observed(
    question: Callable[..., Reading | None],
    reading: Reading | None,
    symptom: Symptom,
    parts: tuple[str, ...],
    pairs: Sequence[Pair],
) -> list[Finding]:
    """Return what was seen of a loop as a finding, beside the scenarios with this symptom and these parts to mend."""
    if reading is None or not reading.suspicious:
        return []
    alike = _declaring(symptom, pairs, *parts)
    return [Finding(question.__name__, "loop", _asks(question), reading.value, alike)]


def _declaring(symptom: Symptom, pairs: Sequence[Pair], component: str, *touched: str) -> tuple[Candidate, ...]:
    """Return the scenarios with this symptom whose fix changes only these parts of a recipe, a component's first."""
    faults = [(pair, pair.truth) for pair in pairs if isinstance(pair.truth, Scenario)]
    alike = [pair for pair, truth in faults if truth.symptom is symptom and truth.touches <= {*touched}]
    alike.sort(key=lambda pair: pair.entry.component != component)
    return tuple(Candidate(pair.name, pair.entry.title) for pair in alike[:MOST])


def _candidates(names: Any, found: Sequence[Answer]) -> tuple[Candidate, ...]:
    """Return scenarios that may be the cause: not those whose check was asked and is quiet, accused ones first."""
    by_name = {answer.pair.name: answer for answer in found}
    open_ = [by_name[name] for name in names if name in by_name]
    open_ = [answer for answer in open_ if answer.accuses or not answer.applies]
    open_.sort(key=lambda answer: not answer.accuses)
    return tuple(
        Candidate(a.pair.name, a.pair.entry.title, "" if a.accuses else _question(a.pair)) for a in open_[:MOST]
    )


def _question(pair: Pair) -> str:
    return _asks(pair.check)


def _asks(function: object) -> str:
    return " ".join((function.__doc__ or "").partition("\n\n")[0].split())


def _meaning(symptom: Symptom) -> str:
    lines = (line.split(maxsplit=1) for line in (observe.__doc__ or "").splitlines())
    return next((words[1] for words in lines if len(words) == 2 and words[0] == symptom.value), symptom.value)
