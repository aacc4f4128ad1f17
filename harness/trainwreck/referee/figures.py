"""The figures of a tool: what it found, what it alarmed of for nothing, what it named, and what that has cost.

A scenario counts once, however many fixes and seeds it has (``resampling``).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from trainwreck.pairs.entries import BROKEN
from trainwreck.referee.grading import FOUND, WRONG, Grade, Graded
from trainwreck.referee.resampling import Estimate, Groups, difference, mean, ranked_above, share
from trainwreck.referee.yardsticks import looks_fine

SEVERITY, SYMPTOM, GAIN = "severity ", "shows ", "gain "  # begin the names of groups
FINE, POOR = "looks fine", "looks poor"
THIRDS = (1 / 3, 2 / 3)
HALF = 0.5
NEAR = 3  # causes that a user would look into


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The figures of one group of cases. All shares but one are means over scenarios; the tool's errors count as wrong.

    ``told_apart``    of a broken set-up and a fixed one of the same scenario: the share in which only the broken one is
                      accused, less that in which only the fixed one is.
    ``advantage``     detection less false alarms.
    ``detection``     of the broken, called faulty.
    ``false_alarms``  of the healthy, called faulty; ``of_fixes`` and ``of_controls`` apart.
    ``excused``       of the healthy, called faulty for what the fix leaves as it was. They count as no false alarms.
    ``abstention``    of all, no verdict. ``errors``: of all, something that is no answer.
    ``risk``          of the verdicts, wrong.
    ``component``, ``cause``  of the broken, the right component, or cause, at the first place.
    ``cause_in_three``  of the broken, a right cause among the first three.
    ``reciprocal_rank``  one over the place of the first right cause, 0 if none is; over the broken.
    ``named``         causes named of what is called faulty, right or not.
    ``auc``           the chance that a broken set-up has a higher score than a healthy one; over cases that have one.
    ``brier``         the squared distance of that score from what is true, 0 or 1.
    ``delay``         steps to the alarm over steps of the run, by the referee's count; median over what was found.
    ``overhead``      seconds of the run with the tool over the run without; median.
    ``seconds``, ``trainings``  of a case, from start to answer, and asked for; medians.
    ``tokens``        of a case; median over those that report any.
    """

    group: str
    told_apart: Estimate
    advantage: Estimate
    detection: Estimate
    false_alarms: Estimate
    of_fixes: Estimate
    of_controls: Estimate
    excused: Estimate
    abstention: Estimate
    errors: Estimate
    risk: Estimate
    component: Estimate
    cause: Estimate
    cause_in_three: Estimate
    reciprocal_rank: Estimate
    named: Estimate
    auc: Estimate
    brier: Estimate
    delay: float | None
    overhead: float | None
    seconds: float | None
    trainings: float | None
    tokens: float | None


def summarise(group: str, cases: Sequence[Graded]) -> Summary:
    """Count the cases of one group."""
    broken = [case for case in cases if case.truth.kind == BROKEN]
    healthy = [case for case in cases if case.truth.kind != BROKEN]
    counted = [case for case in healthy if case.grade is not Grade.EXCUSED]
    accused, alarmed = _by_scenario(broken, _is(*FOUND)), _by_scenario(counted, _is(Grade.ALARMED))
    verdicts = [case for case in cases if case.grade not in (Grade.ABSTAINED, Grade.ERROR)]
    called = [case for case in verdicts if case.reply.diagnosis and case.reply.diagnosis.verdict == "faulty"]
    scored = [case for case in cases if _score(case) is not None]
    return Summary(
        group=group,
        told_apart=mean(told_apart(cases)),
        advantage=difference(accused, alarmed),
        detection=share(accused),
        false_alarms=share(alarmed),
        of_fixes=share(_by_scenario([case for case in counted if case.truth.kind == "fixed"], _is(Grade.ALARMED))),
        of_controls=share(_by_scenario([case for case in counted if case.truth.kind == "control"], _is(Grade.ALARMED))),
        excused=share(_by_scenario(healthy, _is(Grade.EXCUSED))),
        abstention=share(_by_scenario(cases, _is(Grade.ABSTAINED))),
        errors=share(_by_scenario(cases, _is(Grade.ERROR))),
        risk=share(_by_scenario(verdicts, _is(*WRONG))),
        component=share(_by_scenario(broken, _is(Grade.LOCATED, Grade.NAMED))),
        cause=share(_by_scenario(broken, lambda case: case.rank == 1)),
        cause_in_three=share(_by_scenario(broken, lambda case: (case.rank or NEAR + 1) <= NEAR)),
        reciprocal_rank=mean(_by_scenario(broken, lambda case: 1 / case.rank if case.rank else 0)),
        named=mean(_by_scenario(called, lambda case: len(case.reply.diagnosis.causes))),  # type: ignore[union-attr]
        auc=ranked_above(_scores(scored, broken=True), _scores(scored, broken=False)),
        brier=mean(_by_scenario(scored, lambda case: ((_score(case) or 0) - (case.truth.kind == BROKEN)) ** 2)),
        delay=_median(_delay(case) for case in broken),
        overhead=_median(case.reply.overhead for case in cases),
        seconds=_median(case.reply.seconds for case in cases),
        trainings=_median(case.reply.trainings for case in cases),
        tokens=_median(case.reply.diagnosis.tokens for case in cases if case.reply.diagnosis),
    )


def told_apart(cases: Sequence[Graded]) -> dict[str, list[float]]:
    """Return, for each scenario that was there both broken and fixed, how well the two are told apart, from -1 to 1.

    Over all pairs of the two, those with only the broken one accused less those with only the fixed one come to the
    share of broken ones accused less that of fixed ones: where both are accused, neither counts.
    """
    accused = _by_scenario([case for case in cases if case.truth.kind == BROKEN], _is(*FOUND))
    fixed = [case for case in cases if case.truth.kind == "fixed" and case.grade is not Grade.EXCUSED]
    alarmed = _by_scenario(fixed, _is(Grade.ALARMED))
    both = sorted({*accused} & {*alarmed})
    return {name: [float(np.mean(accused[name]) - np.mean(alarmed[name]))] for name in both}


def summaries(cases: Sequence[Graded]) -> list[Summary]:
    """Return the figures of all cases; of those whose reported score looks fine, and of the others; of each component.

    Then of what shows each symptom, of each third of the gains, and of each severity. A fault at another severity than
    the plain one counts in the figures of its severity alone.
    """
    plain = [case for case in cases if case.truth.is_plain]
    fine = dict(zip((case.place for case in plain), looks_fine(plain), strict=True))
    looks: dict[bool | None, str | None] = {True: FINE, False: POOR, None: None}
    graded = [case for case in cases if case.truth.severity] if len(plain) < len(cases) else []
    bounds = _thirds(plain)
    return [
        summarise("all", plain),
        *_each(plain, lambda case: looks[fine[case.place]]),
        *_each(plain, lambda case: case.truth.component),
        *_each(plain, lambda case: case.truth.symptom and f"{SYMPTOM}{case.truth.symptom}"),
        *_each(plain, lambda case: _third(case.truth.gain, bounds)),
        *_each(graded, lambda case: f"{SEVERITY}{case.truth.severity}"),
    ]


def finds_half_from(groups: Iterable[Summary]) -> int | None:
    """Return the severity from which on at least half of the faults are found; None if there is none, or none shown."""
    shares = {one.group: one.detection.value or 0.0 for one in groups if one.group.startswith(SEVERITY)}
    missed = [group for group, share in shares.items() if share < HALF]
    found = [group for group in shares if not missed or group > missed[-1]]
    return int(found[0].removeprefix(SEVERITY)) if found else None


def _each(cases: Sequence[Graded], group: Callable[[Graded], str | None]) -> Iterator[Summary]:
    """Yield the figures of each group of cases, by its name; what is in no group is left out."""
    groups = defaultdict(list)
    for case in cases:
        groups[group(case)].append(case)
    yield from (summarise(name, groups[name]) for name in sorted(filter(None, groups)))


def _thirds(cases: Sequence[Graded]) -> list[float]:
    """Return the bounds that part the scenarios into thirds by what their fixes gain."""
    gains = {case.truth.scenario: case.truth.gain for case in cases if case.truth.gain is not None}
    values = list(gains.values())
    return [min(values), *np.quantile(values, THIRDS), max(values)] if len(values) > len(THIRDS) else []


def _third(gain: float | None, bounds: Sequence[float]) -> str | None:
    if gain is None:
        return None
    parts = [(low, high) for low, high in pairwise(bounds) if gain <= high]
    return f"{GAIN}{parts[0][0]:.2f} to {parts[0][1]:.2f}" if parts else None


def _is(*grades: Grade) -> Callable[[Graded], float]:
    return lambda case: case.grade in grades


def _by_scenario(cases: Iterable[Graded], value: Callable[[Graded], float]) -> dict[str, list[float]]:
    found = defaultdict(list)
    for case in cases:
        found[case.truth.scenario].append(float(value(case)))
    return dict(found)


def _score(case: Graded) -> float | None:
    return case.reply.diagnosis.score if case.reply.diagnosis else None


def _scores(cases: Iterable[Graded], *, broken: bool) -> Groups:
    return _by_scenario([one for one in cases if (one.truth.kind == BROKEN) is broken], lambda one: _score(one) or 0)


def _median(values: Iterable[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return round(median(there), 4) if there else None


def _delay(case: Graded) -> float | None:
    reply = case.reply
    return None if case.grade not in FOUND or reply.alarm is None or not reply.steps else reply.alarm / reply.steps
