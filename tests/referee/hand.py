"""Graded cases made by hand."""

from trainwreck.referee.answer import Cause, Diagnosis
from trainwreck.referee.grading import Graded
from trainwreck.referee.reply import Reply
from trainwreck.referee.subject import Truth

RATE = Cause("optimizer", "high_learning_rate")
NOISE = Cause("data", "label_noise")


def broken(scenario: str = "high_learning_rate", cause: Cause = RATE, **truth) -> Truth:
    """The truth about a broken set-up, of which the loss may be blamed too."""
    return Truth(cause.component, scenario, "broken", "broken", (cause, Cause("loss")), **truth)


def fixed(scenario: str = "high_learning_rate", component: str = "optimizer", recipe: str = "fix", **truth) -> Truth:
    return Truth(component, scenario, recipe, "fixed", (), **truth)


def control(scenario: str = "linear_warmup") -> Truth:
    return Truth("controls", scenario, "healthy", "control", ())


def graded(truth: Truth, seed: int, diagnosis: Diagnosis | None, **reply: float) -> Graded:
    error = None if diagnosis else "it broke"
    return Graded.of(truth, seed, Reply(diagnosis=diagnosis, error=error, **reply))


def faulty(*causes: Cause, score: float | None = None) -> Diagnosis:
    return Diagnosis("faulty", causes, "seen", score=score)


def healthy(score: float | None = None) -> Diagnosis:
    return Diagnosis("healthy", score=score)
