"""The runs of a pair as the verdict sees them. What is derived from them is derived once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from trainwreck.pairs.entries import BROKEN
from trainwreck.pairs.loading import Pair
from trainwreck.pairs.symptoms import Symptom, headline, observe
from trainwreck.proof.statistics import Gain, paired_gain
from trainwreck.training.run import Run


@dataclass(frozen=True)
class JudgedRun:
    """One run and what it came to; ``epochs_to_goal`` is None if the goal was never reached."""

    run: Run
    score: float
    symptoms: frozenset[Symptom]
    epochs_to_goal: int | None

    @property
    def symptom(self) -> Symptom | None:
        """The headline of its symptoms."""
        return headline(self.symptoms)


def judge(pair: Pair, run: Run) -> JudgedRun:
    """Judge one run of a scenario or a control."""
    score = pair.judge(run.final)
    reached = (n for n, epoch in enumerate(run.epochs, start=1) if pair.judge(epoch.scores) >= pair.goal)
    return JudgedRun(run, score, observe(run, reachable=pair.task.goal), next(reached, None))


class Evidence:
    """A pair's judged runs, by recipe and in the order of the seeds.

    ``runs(recipe)`` returns a recipe's runs; it is asked once for each recipe that a demand needs.
    """

    def __init__(self, pair: Pair, runs: Callable[[str], Sequence[Run]]) -> None:
        self.pair = pair
        self._runs = runs
        self._judged: dict[str, list[JudgedRun]] = {}
        self._gains: dict[str, Gain] = {}

    def of(self, recipe: str) -> list[JudgedRun]:
        """Return a recipe's judged runs."""
        if recipe not in self._judged:
            self._judged[recipe] = [judge(self.pair, run) for run in self._runs(recipe)]
        return self._judged[recipe]

    @cached_property
    def broken(self) -> list[JudgedRun]:
        """The broken recipe's judged runs; none of a control."""
        return self.of(BROKEN) if self.pair.broken else []

    def gain(self, fix: str) -> Gain:
        """Return what a fix adds to the judged score, paired by seed."""
        if fix not in self._gains:
            scores = [[judged.score for judged in runs] for runs in (self.broken, self.of(fix))]
            self._gains[fix] = paired_gain(*scores)
        return self._gains[fix]
