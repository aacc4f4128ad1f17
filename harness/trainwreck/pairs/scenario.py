"""A scenario: a task, a recipe that fails on it, and the truth about the failure. And its healthy opposite."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Literal

from trainwreck.errors import require
from trainwreck.pairs.severities import Severities
from trainwreck.pairs.symptoms import MISLED, Symptom
from trainwreck.training.recipe import Recipe
from trainwreck.training.run import Scores
from trainwreck.training.task import Task

# A report within the threshold of misleading is an honest one.
HONESTY_GOAL = 1 - MISLED


@dataclass(frozen=True, kw_only=True, eq=False)
class Scenario:
    """A broken set-up.

    ``touches``  the fields of the recipe that a fix may change.
    ``hints``    two to four, from a question to nearly the answer.
    ``severities``  how much of the fault there can be; where it is there or not, a sentence that says so.
    ``judged``   "true": the score on the held-back split, against the task's goal. "honesty": how well the
                 reported score holds up there, for a fault whose harm is a false report rather than a bad model.
    ``also_accepted``  other scenarios or components that an expert would accept as the diagnosis, each with a word of
                 why.

    >>> import trainwreck as tw
    >>> scenario = tw.load("unscaled_accumulation").truth
    >>> scenario.symptom.value, sorted(scenario.touches), len(scenario.hints)
    ('diverges', ['step'], 3)
    """

    task: Task
    broken: Recipe
    symptom: Symptom
    touches: Set[str]
    hints: tuple[str, ...]
    severities: Severities | str = ""
    judged: Literal["true", "honesty"] = "true"
    also_accepted: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        require(self, "task", isinstance(self.task, Task), "a Task")
        require(self, "broken", isinstance(self.broken, Recipe), "a Recipe")
        known = ", ".join(f"Symptom.{symptom.name}" for symptom in Symptom)
        require(self, "symptom", isinstance(self.symptom, Symptom), f"one of {known}")
        a_set = isinstance(self.touches, Set) and _texts(self.touches)
        require(self, "touches", a_set, 'a set of names of a recipe\'s fields, such as {"optimizer"}')
        require(self, "hints", isinstance(self.hints, tuple) and _texts(self.hints), "a tuple of texts")
        require(self, "severities", isinstance(self.severities, Severities | str), "Severities, or a sentence why not")
        require(self, "judged", self.judged in ("true", "honesty"), '"true" or "honesty"')
        reasons = isinstance(self.also_accepted, Mapping) and _texts(
            [*self.also_accepted, *self.also_accepted.values()]
        )
        require(self, "also_accepted", reasons, 'a dictionary of names and reasons, such as {"loss": "It is …"}')

    def goal_of(self, task: Task) -> float:
        """Return the judged score from which on a run of ``task`` counts as learned."""
        return task.goal if self.judged == "true" else HONESTY_GOAL

    def judge(self, scores: Scores) -> float:
        """Return the score that is judged."""
        return scores.true if self.judged == "true" else scores.honesty


@dataclass(frozen=True, kw_only=True, eq=False)
class Control:
    """A healthy set-up that looks like a fault; ``looks_like`` is the name of the scenario it resembles.

    >>> import trainwreck as tw
    >>> tw.load("gradient_accumulation").truth.looks_like
    'accumulated_gradients'
    """

    task: Task
    healthy: Recipe
    looks_like: str

    def __post_init__(self) -> None:
        require(self, "task", isinstance(self.task, Task), "a Task")
        require(self, "healthy", isinstance(self.healthy, Recipe), "a Recipe")
        require(self, "looks_like", isinstance(self.looks_like, str), "the name of a scenario")

    def goal_of(self, task: Task) -> float:
        """Return the true score from which on a run of ``task`` counts as learned."""
        return task.goal

    def judge(self, scores: Scores) -> float:
        """Return the score that is judged."""
        return scores.true


def _texts(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)
