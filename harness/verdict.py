"""The verdict: what the runs of a scenario and its fixes prove, check by check."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from harness.curves import sparkline
from harness.recipe import Recipe, delta
from harness.run import Run
from harness.scenario import Control, Scenario
from harness.statistics import SIGNIFICANCE, Gain, paired_gain
from harness.symptoms import Symptom, observe


@dataclass(frozen=True)
class Sight:
    """One run as the verdict sees it; ``epochs_to_goal`` is None if the goal was never reached."""

    run: Run
    score: float
    symptom: Symptom | None
    epochs_to_goal: int | None


def see(case: Scenario | Control, run: Run) -> Sight:
    """Judge one run of a scenario or a control."""
    score = case.judge(run.final)
    reached = (n for n, epoch in enumerate(run.epochs, start=1) if case.judge(epoch.scores) >= case.goal)
    return Sight(run, score, observe(run, learned=score >= case.goal), next(reached, None))


@dataclass(frozen=True)
class Check:
    """One thing the contract demands of a subject: ``broken``, a fix, ``healthy``, a text, the catalogue.

    ``message`` says what is demanded and what was measured, and ends with the cure where there is one.
    """

    subject: str
    name: str
    passed: bool
    message: str

    def __str__(self) -> str:
        return f"{self.subject}:{self.name}"


def shows_symptom(scenario: Scenario, broken: Sequence[Sight]) -> Check:
    """Check that the broken recipe shows its declared symptom on every seed."""
    demand = f"The broken recipe must show the symptom '{scenario.symptom}', on every seed"
    return _on_every_seed("broken", "symptom", demand, broken, lambda sight: sight.symptom is scenario.symptom)


def misses_goal(scenario: Scenario, broken: Sequence[Sight]) -> Check:
    """Check that the broken recipe misses the goal on every seed."""
    demand = f"The broken recipe must miss the goal of {scenario.goal:.3f}, on every seed"
    return _on_every_seed("broken", "goal", demand, broken, lambda sight: sight.score < scenario.goal)


def reaches_goal(case: Scenario | Control, name: str, sights: Sequence[Sight]) -> Check:
    """Check that a fix, or a control's recipe, reaches the goal on every seed."""
    demand = f"{name!r} must reach the goal of {case.goal:.3f}, on every seed"
    return _on_every_seed(name, "goal", demand, sights, lambda sight: sight.score >= case.goal)


def shows_no_symptom(name: str, sights: Sequence[Sight]) -> Check:
    """Check that a fix, or a control's recipe, shows no symptom on any seed."""
    demand = f"{name!r} must show no symptom, on any seed"
    return _on_every_seed(name, "no-symptom", demand, sights, lambda sight: sight.symptom is None)


def gains(scenario: Scenario, name: str, broken: Sequence[Sight], fixed: Sequence[Sight]) -> Check:
    """Check that a fix beats the broken recipe: by the margin on every seed, and beyond luck."""
    gain = gain_of(broken, fixed)
    demand = (
        f"{name!r} must gain more than {scenario.margin:.3f} on every seed, with p < {SIGNIFICANCE}: "
        f"the smallest gain is {gain.smallest:+.3f}, p = {gain.p:.4f}."
    )
    pairs = [f"  seed {b.run.seed}: {b.score:.3f} → {f.score:.3f}" for b, f in zip(broken, fixed, strict=True)]
    passed = gain.p < SIGNIFICANCE and gain.smallest > scenario.margin
    return Check(name, "gain", passed, "\n".join([demand, *pairs]))


def touches(scenario: Scenario, name: str, fix: Recipe) -> Check:
    """Check that a fix changes something, and only what is declared: so, unless declared, no epochs either."""
    changed = set(delta(scenario.broken, fix))
    stray = changed - scenario.touches
    if stray:
        message = (
            f"{name!r} may change {_listed(scenario.touches)}, but changes {_listed(stray)} as well. Make the fix "
            "with dataclasses.replace(broken, …), or declare the field in the scenario's touches."
        )
    elif not changed:
        message = f"{name!r} changes nothing. Make it with dataclasses.replace(broken, …)."
    else:
        message = f"{name!r} changes only {_listed(changed)}."
    return Check(name, "touches", bool(changed) and not stray, message)


def gain_of(broken: Sequence[Sight], fixed: Sequence[Sight]) -> Gain:
    """Compare the judged scores, paired by seed."""
    return paired_gain([sight.score for sight in broken], [sight.score for sight in fixed])


def _on_every_seed(
    subject: str, name: str, demand: str, sights: Sequence[Sight], met: Callable[[Sight], bool]
) -> Check:
    failed = [sight for sight in sights if not met(sight)]
    if not failed:
        return Check(subject, name, True, f"{demand}: it does.")
    lines = [f"{demand}, but not so on {_listed(f'seed {sight.run.seed}' for sight in failed)}:"]
    lines += [f"  seed {sight.run.seed}: score {sight.score:.3f}, {_seen(sight)}" for sight in sights]
    worst = failed[0].run
    lines.append(
        f"  loss of seed {worst.seed}: {sparkline(worst.losses)}  {worst.losses[0]:.3g} → {worst.losses[-1]:.3g}"
    )
    return Check(subject, name, False, "\n".join(lines))


def _seen(sight: Sight) -> str:
    diverged = "" if sight.run.diverged_at is None else f" (no finite loss at step {sight.run.diverged_at})"
    return f"{sight.symptom or 'no symptom'}{diverged}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"
