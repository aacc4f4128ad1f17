"""All checks and clues, asked about each training of a script, and put together to a report."""

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

import torch

from trainwreck.examining.asking import answers
from trainwreck.examining.material import Material
from trainwreck.examining.naming import accusations, clued, observed, scenarios, sightings
from trainwreck.examining.observations import gaps_met, models_taken, steps_made
from trainwreck.examining.report import Report, Unasked
from trainwreck.examining.symptoms import answered
from trainwreck.pairs.symptoms import Symptom
from trainwreck.training.streams import isolated


def report(
    materials: Sequence[Material],
    *,
    seconds: float,
    watching: float = 0.0,
    error: str = "",
    stepless: int = 0,
    untaken: Sequence[str] = (),
    gaps: bool = False,
) -> Report:
    """Ask everything about each training, and put what is found in order.

    ``stepless``  how often ``backward`` was called, if no optimizer ever made a step.
    ``untaken``   the models that a gradient came back to, and that no optimizer trains.
    ``gaps``      whether something that is no number went into a model.
    """
    started = perf_counter()
    with isolated(torch.device("cpu")):
        found = _report(materials, seconds, stepless, untaken, gaps)
    return replace(found, watching=round(watching, 3), asking=round(perf_counter() - started, 3), error=error)


def _report(materials: Sequence[Material], seconds: float, stepless: int, untaken: Sequence[str], gaps: bool) -> Report:
    pairs = scenarios()
    taken = ("optimizer", "step", "optimizer")
    findings = observed(steps_made, steps_made(stepless, 0), Symptom.STALLS, ("loop", *taken), pairs)
    findings += observed(models_taken, models_taken(untaken), Symptom.STALLS, taken, pairs)
    findings += observed(gaps_met, gaps_met(gaps), Symptom.DIVERGES, ("data", "prepare"), pairs)
    quiet: dict[str, None] = {}
    inapplicable: dict[str, None] = {}
    unasked: list[Unasked] = []
    for material in materials:
        found = list(answers(material, pairs, seconds / len(materials)))
        silent_here = {answer.pair.name for answer in found if answer.applies and not answer.accuses}
        clues, silent = clued(material, pairs, silent_here)
        findings += [*accusations(found, material.of), *clues, *sightings(found, material)]
        unasked += silent
        if why := answered(material).why:
            unasked.append(Unasked("symptoms of the answers", why, material.of, raised=True))
        quiet |= dict.fromkeys(a.pair.name for a in found if a.applies and not a.accuses)
        inapplicable |= dict.fromkeys(a.pair.name for a in found if not (a.applies or a.unasked or a.raised))
        unasked += [
            Unasked(a.pair.name, a.unasked or f"it ended with {a.raised}", material.of, raised=bool(a.raised))
            for a in found
            if a.unasked or a.raised
        ]
    logs = [material.log for material in materials if material.log]
    return Report(
        findings=tuple(findings),
        quiet=tuple(quiet),
        inapplicable=tuple(name for name in inapplicable if name not in quiet),
        unasked=tuple(unasked),
        steps=sum(len(log.losses) for log in logs),
        losses=tuple(logs[0].losses) if logs else (),
    )
