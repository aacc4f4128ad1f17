"""What the contract demands of runs and recipes."""

import math
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean

from trainwreck.pairs.entries import BROKEN
from trainwreck.pairs.symptoms import Symptom
from trainwreck.proof.demand import (
    Finding,
    Rules,
    every_checked,
    every_checked_fix,
    every_fix,
    every_healthy,
    every_reported_fix,
    every_scenario,
    itself,
    with_broken,
)
from trainwreck.proof.evidence import Evidence, JudgedRun
from trainwreck.proof.statistics import SIGNIFICANCE
from trainwreck.training.recipe import delta

LEAST_GAIN = 0.05  # what a fix must gain in the judged score, on every seed: less is not worth a lesson

# Where the report is judged, on average over the seeds: what share a fix must keep of what the broken model has learned
# beyond chance, for an honest split may leave it fewer samples; and how far a report of nothing may lie from chance.
KEPT = 0.5
NOT_CHANCE = 0.05

RULES = Rules()


@RULES.of(every_scenario(BROKEN), needs=itself)
def symptom(evidence: Evidence, subject: str) -> Finding:
    """The broken recipe shows its declared symptom on every seed."""
    declared = evidence.pair.symptom
    demand = f"The broken recipe must show the symptom '{declared}', on every seed"
    return _on_every_seed(demand, evidence.of(subject), lambda judged: declared in judged.symptoms)


@RULES.of(every_scenario(BROKEN), name="goal", needs=itself)
def misses_the_goal(evidence: Evidence, subject: str) -> Finding:
    """The broken recipe misses the goal on every seed."""
    goal = evidence.pair.goal
    demand = f"The broken recipe must miss the goal of {goal:.3f}, on every seed"
    return _on_every_seed(demand, evidence.of(subject), lambda judged: not judged.score >= goal)  # nor does NaN


@RULES.of(every_healthy, name="goal", needs=itself)
def reaches_the_goal(evidence: Evidence, subject: str) -> Finding:
    """A fix, or a control's recipe, reaches the goal on every seed."""
    goal = evidence.pair.goal
    demand = f"{subject!r} must reach the goal of {goal:.3f}, on every seed"
    return _on_every_seed(demand, evidence.of(subject), lambda judged: judged.score >= goal)


@RULES.of(every_healthy, needs=itself)
def no_symptom(evidence: Evidence, subject: str) -> Finding:
    """A fix does not show the scenario's symptom on any seed, nor a control that of the scenario it looks like."""
    declared = evidence.pair.resembled
    demand = f"{subject!r} must not show the symptom '{declared}', on any seed"
    return _on_every_seed(demand, evidence.of(subject), lambda judged: declared not in judged.symptoms)


@RULES.of(every_checked(BROKEN), name="check", needs=itself)
def accused(evidence: Evidence, subject: str) -> Finding:
    """The fault's own check accuses the broken recipe on every seed."""
    demand = "The check must accuse the broken recipe, on every seed"
    return _on_every_seed(demand, evidence.of(subject), lambda judged: _suspicious(judged) is True)


@RULES.of(every_checked_fix, name="check", needs=itself)
def cleared(evidence: Evidence, subject: str) -> Finding:
    """The fault's own check, where it applies to a fix, clears it on every seed: the cause is gone."""
    demand = f"The check must clear {subject!r}, on every seed"
    return _on_every_seed(demand, evidence.of(subject), lambda judged: not _suspicious(judged))


@RULES.of(every_fix, needs=with_broken)
def gain(evidence: Evidence, subject: str) -> Finding:
    """A fix beats the broken recipe by at least 0.05 on every seed, and beyond luck (sign-flip test, p < 0.05)."""
    gained = evidence.gain(subject)
    demand = (
        f"{subject!r} must gain more than {LEAST_GAIN} on every seed, with p < {SIGNIFICANCE}: "
        f"the smallest gain is {gained.smallest:+.3f}, p = {gained.p:.4f}."
    )
    passed = gained.p < SIGNIFICANCE and gained.smallest > LEAST_GAIN
    return Finding(passed, demand, _seeds(evidence.of(subject)))


@RULES.of(every_reported_fix, needs=with_broken)
def useful_model(evidence: Evidence, subject: str) -> Finding:
    """Where the report is judged, a fix keeps half of what the broken recipe has learned beyond chance, on average."""
    fixed, broken = (fmean(judged.run.final.true for judged in evidence.of(name)) for name in (subject, BROKEN))
    chance = evidence.pair.task.chance
    demand = (
        f"{subject!r} must not buy an honest report with a model that knows nothing: its true score is {fixed:.3f} on "
        f"average, the broken recipe's {broken:.3f}, chance {chance:.2f}. Half of what is beyond chance must stay."
    )
    return Finding(fixed - chance >= KEPT * (broken - chance), demand, _seeds(evidence.of(subject)))


@RULES.of(every_reported_fix, needs=itself)
def null_run(evidence: Evidence, subject: str) -> Finding:
    """Where the report is judged, a fix that is trained on permuted targets reports chance within 0.05, on average."""
    reports = [judged.run.null_report for judged in evidence.of(subject)]
    known = [report for report in reports if report is not None]
    reported, chance = fmean(known) if known else math.nan, evidence.pair.task.chance
    demand = (
        f"{subject!r} must report chance, {chance:.2f}, where the targets are permuted and there is nothing to learn: "
        f"it reports {reported:.3f} on average. What is above chance has leaked."
    )
    return Finding(abs(reported - chance) <= NOT_CHANCE, demand)


@RULES.of(every_fix)
def touches(evidence: Evidence, subject: str) -> Finding:
    """A fix changes something, and only the fields that the scenario declares: no epochs either, unless declared."""
    pair = evidence.pair
    assert pair.broken is not None
    changed, allowed = set(delta(pair.broken, pair.fixes[subject])), set(getattr(pair.truth, "touches", ()))
    if stray := changed - allowed:
        return Finding(
            False,
            f"{subject!r} may change {listed(allowed)}, but changes {listed(stray)} as well. Make the fix with "
            "dataclasses.replace(broken, …), or declare the field in the scenario's touches.",
        )
    if not changed:
        return Finding(False, f"{subject!r} changes nothing. Make it with dataclasses.replace(broken, …).")
    return Finding(True, f"{subject!r} changes only {listed(changed)}.")


def _on_every_seed(demand: str, runs: Sequence[JudgedRun], met: Callable[[JudgedRun], bool]) -> Finding:
    failed = [judged for judged in runs if not met(judged)]
    if not failed:
        return Finding(True, f"{demand}: it does.")
    but = f"{demand}, but does not on {listed(f'seed {judged.run.seed}' for judged in failed)}."
    return Finding(False, but, _seeds(runs))


def _seeds(runs: Sequence[JudgedRun]) -> tuple[str, ...]:
    return tuple(f"  seed {judged.run.seed}: score {judged.score:.3f}, {_seen(judged)}" for judged in runs)


def _suspicious(judged: JudgedRun) -> bool | None:
    reading = judged.run.reading
    return None if reading is None else reading.suspicious


def _seen(judged: JudgedRun) -> str:
    diverged = "" if judged.run.diverged_at is None else f" (no finite loss at step {judged.run.diverged_at})"
    reading = judged.run.reading
    checked = f", check read {reading.value} ({'suspicious' if reading.suspicious else 'clear'})" if reading else ""
    seen = ", ".join(symptom for symptom in Symptom if symptom in judged.symptoms)
    return f"{seen or 'no symptom'}{diverged}{checked}"


def listed(names: Iterable[str]) -> str:
    """Return names as a sentence lists them."""
    return ", ".join(sorted(names)) or "nothing"
