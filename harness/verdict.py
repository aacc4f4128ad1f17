"""The verdict: what the runs of a scenario and its fixes prove, check by check."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from harness.curves import sparkline
from harness.errors import UserError
from harness.recipe import Recipe, delta
from harness.run import Run
from harness.scenario import Control, Scenario
from harness.statistics import Gain, paired_gain
from harness.symptoms import Symptom, observe

SIGNIFICANCE = 0.05
FEWEST_SEEDS = 5  # the sign-flip test's smallest p is 1/2^seeds, and 1/16 is not below 0.05


def require_enough_seeds(seeds: int) -> None:
    """Refuse a number of seeds with which no fix could be proven."""
    if seeds < 1:
        raise UserError(f"{seeds} seeds make no runs. Ask for at least {FEWEST_SEEDS}.")
    if seeds < FEWEST_SEEDS:
        raise UserError(
            f"{seeds} seeds cannot prove a fix: with all of them better, the sign-flip test gives p = 1/2^{seeds}, "
            f"which is not below {SIGNIFICANCE}. Ask for at least {FEWEST_SEEDS} seeds."
        )


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
    """One thing the contract demands; ``message`` says what was expected and what was measured."""

    name: str
    passed: bool
    message: str


def broken_checks(scenario: Scenario, broken: Sequence[Sight]) -> list[Check]:
    """The broken recipe shows its symptom and misses the goal, on every seed."""
    return [
        _on_every_seed(
            "symptom",
            f"The broken recipe must show that it {scenario.symptom}, on every seed",
            broken,
            lambda sight: sight.symptom is scenario.symptom,
        ),
        _on_every_seed(
            "goal",
            f"The broken recipe must miss the goal of {scenario.goal:.3f}, on every seed",
            broken,
            lambda sight: sight.score < scenario.goal,
        ),
    ]


def healthy_checks(case: Scenario | Control, name: str, sights: Sequence[Sight]) -> list[Check]:
    """A fixed recipe, or a control's, reaches the goal and shows no symptom, on every seed."""
    return [
        _on_every_seed(
            "goal",
            f"{name!r} must reach the goal of {case.goal:.3f}, on every seed",
            sights,
            lambda sight: sight.score >= case.goal,
        ),
        _on_every_seed(
            "no-symptom",
            f"{name!r} must show no symptom, on any seed",
            sights,
            lambda sight: sight.symptom is None,
        ),
    ]


def fix_checks(scenario: Scenario, name: str, broken: Sequence[Sight], fixed: Sequence[Sight]) -> list[Check]:
    """A fix reaches the goal, shows no symptom, and beats the broken recipe beyond luck."""
    return [*healthy_checks(scenario, name, fixed), _gain_check(scenario, name, broken, fixed)]


def touches_check(scenario: Scenario, name: str, fix: Recipe) -> Check:
    """A fix changes something, and only what the scenario declares; so, if not declared, no more epochs either."""
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
    return Check("touches", not stray and bool(changed), message)


def gain_of(broken: Sequence[Sight], fixed: Sequence[Sight]) -> Gain:
    """Compare the judged scores, paired by seed."""
    return paired_gain([sight.score for sight in broken], [sight.score for sight in fixed])


def _gain_check(scenario: Scenario, name: str, broken: Sequence[Sight], fixed: Sequence[Sight]) -> Check:
    gain = gain_of(broken, fixed)
    pairs = zip(broken, fixed, strict=True)
    message = (
        f"{name!r} must gain more than {scenario.margin:.3f} on every seed, with p < {SIGNIFICANCE}: "
        f"the smallest gain is {gain.smallest:+.3f}, p = {gain.p:.4f}.\n"
        + "\n".join(f"  seed {b.run.seed}: {b.score:.3f} → {f.score:.3f}" for b, f in pairs)
    )
    return Check("gain", gain.p < SIGNIFICANCE and gain.smallest > scenario.margin, message)


def _on_every_seed(name: str, demand: str, sights: Sequence[Sight], met: Callable[[Sight], bool]) -> Check:
    failed = [sight for sight in sights if not met(sight)]
    if not failed:
        return Check(name, True, f"{demand}: it does.")
    lines = [f"{demand}, but not so on {_listed(f'seed {sight.run.seed}' for sight in failed)}:"]
    lines += [f"  seed {sight.run.seed}: score {sight.score:.3f}, {_seen(sight)}" for sight in sights]
    worst = failed[0].run
    lines.append(
        f"  loss of seed {worst.seed}: {sparkline(worst.losses)}  {worst.losses[0]:.3g} → {worst.losses[-1]:.3g}"
    )
    return Check(name, False, "\n".join(lines))


def _seen(sight: Sight) -> str:
    diverged = "" if sight.run.diverged_at is None else f" (no finite loss at step {sight.run.diverged_at})"
    return f"{sight.symptom or 'no symptom'}{diverged}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"
