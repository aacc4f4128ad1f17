"""What a tool is measured against: tools that know nothing, or one number, or the answers by heart."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import inf

import numpy as np
import pandas as pd

from trainwreck.pairs.entries import BROKEN
from trainwreck.referee.answer import HEALTHY, Cause, Diagnosis
from trainwreck.referee.grading import Graded
from trainwreck.referee.reply import Reply

NAMED = 3  # causes that the constant answer names: the figures look at no more


def silent() -> Diagnosis:
    """Return the answer of a tool that never says a word: no false alarm, and nothing found."""
    return HEALTHY


def most_frequent(accepted: Iterable[tuple[Cause, ...]]) -> Diagnosis:
    """Return the answer of a tool that always calls the causes that are right most often: all found, all alarmed."""
    counts = Counter(cause for causes in accepted for cause in causes if cause.fault)
    return Diagnosis("faulty", tuple(cause for cause, _ in counts.most_common(NAMED)))


def on(cases: Sequence[Graded], answers: pd.DataFrame) -> dict[str, list[Graded]]:
    """Return what each yardstick answers on the cases, by its name; those that cannot tell are not there.

    ``answers``  what the catalogue's checks have answered, on record.
    """
    cases = [case for case in cases if case.truth.is_plain]
    causes = {case.truth.scenario: case.truth.causes for case in cases if case.truth.causes}
    told = {
        "silent": answered_with(silent(), cases),
        "most_frequent": answered_with(most_frequent(causes.values()), cases),
        "thermometer": thermometer(cases),
        "checks (in-sample)": by_heart(answers, cases),
    }
    return {name: graded for name, graded in told.items() if graded}


def answered_with(diagnosis: Diagnosis, cases: Sequence[Graded]) -> list[Graded]:
    """Return the same cases as if a tool had given one and the same answer to all."""
    return [_answered(case, diagnosis) for case in cases]


def thermometer(cases: Sequence[Graded]) -> list[Graded]:
    """Return the cases as a tool would answer that looks at nothing but the reported score; it names no cause.

    What score is low, it has learned from the other scenarios; cases of which it cannot tell are left out.
    """
    told = []
    for case, fine in zip(cases, looks_fine(cases), strict=True):
        if fine is not None and case.reply.reported is not None:
            suspicion = 1 - min(1.0, max(0.0, case.reply.reported))
            told.append(_answered(case, Diagnosis("healthy" if fine else "faulty", score=suspicion)))
    return told


def looks_fine(cases: Sequence[Graded]) -> list[bool | None]:
    """Say of each case whether its reported score is as good as that of healthy set-ups of other scenarios.

    None where no score is on record, or where the others are not both broken and healthy.
    """
    known = [case for case in cases if case.reply.reported is not None and case.truth.is_plain]
    names = {case.truth.scenario for case in cases}
    least = {name: _threshold([one for one in known if one.truth.scenario != name]) for name in names}
    return [_above(case.reply.reported, least[case.truth.scenario]) for case in cases]


def _above(reported: float | None, least: float | None) -> bool | None:
    return None if reported is None or least is None else reported >= least


def _threshold(cases: Sequence[Graded]) -> float | None:
    """Return the reported score that best parts broken from healthy, by detection less false alarms."""
    broken = np.array([one.truth.kind == BROKEN for one in cases], dtype=bool)
    if broken.all() or not broken.any():
        return None
    scores = np.array([one.reply.reported for one in cases], dtype=float)
    there = np.unique(scores)
    between = np.concatenate([[-inf], (there[1:] + there[:-1]) / 2, [inf]])
    low = scores < between[:, None]
    advantage = low[:, broken].mean(1) - low[:, ~broken].mean(1)
    return float(between[advantage.argmax()])


def by_heart(answers: pd.DataFrame, cases: Sequence[Graded]) -> list[Graded]:
    """Return the cases as the catalogue's own checks have answered, on record; they were made on these very set-ups.

    Cases of which there is no record are left out. The cause named first is the one that the fewest others share.
    """
    fired = answers[2 * answers.fired > answers.seeds]
    shared = fired[(fired.kind == BROKEN) & (fired.check != fired.scenario)].check.value_counts()
    components = dict(zip(answers.scenario, answers.component, strict=True))
    asked = set(zip(answers.scenario, answers.recipe, strict=True))
    told = []
    for case in cases:
        if case.place[:2] in asked:
            rows = fired[(fired.scenario == case.truth.scenario) & (fired.recipe == case.truth.recipe)]
            faults = sorted(rows.check, key=lambda name: (shared.get(name, 0), name))
            causes = tuple(Cause(components[fault], fault) for fault in faults)
            told.append(_answered(case, Diagnosis("faulty", causes) if faults else HEALTHY))
    return told


def _answered(case: Graded, diagnosis: Diagnosis) -> Graded:
    return Graded.of(case.truth, case.seed, Reply(diagnosis=diagnosis, reported=case.reply.reported))
