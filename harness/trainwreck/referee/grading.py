"""Hold a tool's reply against the truth."""

from dataclasses import asdict, dataclass, fields
from enum import IntEnum
from typing import Any

from trainwreck.referee.answer import Cause, Diagnosis
from trainwreck.referee.reply import Reply
from trainwreck.referee.subject import Truth


class Grade(IntEnum):
    """How good an answer is. Of what is broken and of what is healthy, a higher grade is a better answer."""

    ERROR = 0  # the tool raised, hung, ended its process, or answered with something that is no answer
    MISSED = 1  # broken, and called healthy
    ALARMED = 2  # healthy, and called faulty
    EXCUSED = 3  # … for something that the fix has left as it was
    ABSTAINED = 4
    DETECTED = 5  # broken, and called faulty for a reason that no expert would accept
    LOCATED = 6  # … the first cause's component is right
    NAMED = 7  # … and its fault too
    CLEARED = 8  # healthy, and called healthy


FOUND = (Grade.DETECTED, Grade.LOCATED, Grade.NAMED)
WRONG = (Grade.MISSED, Grade.ALARMED)


@dataclass(frozen=True)
class Graded:
    """A tool's reply about one recipe on one seed, and how good it is."""

    truth: Truth
    seed: int
    reply: Reply
    grade: Grade

    @classmethod
    def of(cls, truth: Truth, seed: int, reply: Reply) -> "Graded":
        """Grade a reply."""
        return cls(truth, seed, reply, grade(truth, reply))

    @property
    def place(self) -> tuple[str, str, int]:
        """Scenario, recipe and seed: what two scorecards are compared by."""
        return self.truth.scenario, self.truth.recipe, self.seed

    @property
    def rank(self) -> int | None:
        """The place, from 1, of the first right cause among those named; None if there is none."""
        causes = self.reply.diagnosis.causes if self.reply.diagnosis else ()
        right = [number for number, cause in enumerate(causes, start=1) if cause in self.truth.causes]
        return right[0] if right and self.grade in FOUND else None

    def as_dict(self) -> dict[str, Any]:
        """Return the case in JSON's types, the reply's fields among its own, but for the transcript, which is long."""
        reply = {name: value for name, value in asdict(self.reply).items() if name != "transcript"}
        return {**asdict(self.truth), "seed": self.seed, "grade": self.grade.name.lower(), **reply}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Graded":
        """Return what ``as_dict`` was made from, graded by today's rules."""
        reply = Reply.from_dict({field.name: values[field.name] for field in fields(Reply) if field.name in values})
        return cls.of(truth_from(values), values["seed"], reply)


def truth_from(values: dict[str, Any]) -> Truth:
    """Return the truth whose fields, in JSON's types, are among these."""
    told = {field.name: values[field.name] for field in fields(Truth)}
    causes = tuple(Cause(**cause) for cause in told["causes"])
    return Truth(**{**told, "causes": causes, "leaves": tuple(told["leaves"])})


def grade(truth: Truth, reply: Reply) -> Grade:
    """Grade a reply; of the causes named, the first counts."""
    diagnosis = reply.diagnosis
    if diagnosis is None:
        return Grade.ERROR
    if diagnosis.verdict == "abstain":
        return Grade.ABSTAINED
    if truth.kind != "broken":
        return _of_healthy(truth, diagnosis)
    if diagnosis.verdict == "healthy":
        return Grade.MISSED
    first = diagnosis.causes[0] if diagnosis.causes else None
    if first and first.fault and first in truth.causes:
        return Grade.NAMED
    return Grade.LOCATED if first and first.component in truth.components else Grade.DETECTED


def _of_healthy(truth: Truth, diagnosis: Diagnosis) -> Grade:
    if diagnosis.verdict == "healthy":
        return Grade.CLEARED
    blamed = {cause.component for cause in diagnosis.causes}
    return Grade.EXCUSED if blamed and blamed <= set(truth.leaves) else Grade.ALARMED
