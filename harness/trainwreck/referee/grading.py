"""Hold a tool's reply against the truth."""

from dataclasses import asdict, dataclass, fields
from enum import IntEnum
from typing import Any

from trainwreck.referee.answer import Cause
from trainwreck.referee.reply import Reply
from trainwreck.referee.subject import Truth


class Grade(IntEnum):
    """How good an answer is. Of what is broken and of what is healthy, a higher grade is a better answer."""

    ERROR = 0  # the tool raised, hung, ended its process, or answered with something that is no answer
    MISSED = 1  # broken, and called healthy
    ALARMED = 2  # healthy, and called faulty
    ABSTAINED = 3
    DETECTED = 4  # broken, and called faulty for a reason that no expert would accept
    LOCATED = 5  # … the component is right
    NAMED = 6  # … and the fault too
    CLEARED = 7  # healthy, and called healthy


@dataclass(frozen=True)
class Graded:
    """A tool's reply about one recipe on one seed, and how good it is."""

    truth: Truth
    seed: int
    reply: Reply
    grade: Grade

    @property
    def place(self) -> tuple[str, str, int]:
        """Scenario, recipe and seed: what two scorecards are compared by."""
        return self.truth.scenario, self.truth.recipe, self.seed

    def as_dict(self) -> dict[str, Any]:
        """Return the case in JSON's types, the reply's fields among its own."""
        return {**asdict(self.truth), "seed": self.seed, "grade": self.grade.name.lower(), **asdict(self.reply)}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Graded":
        """Return what ``as_dict`` was made from."""
        told = {field.name: values[field.name] for field in fields(Truth) if field.name in values}
        truth = Truth(**{**told, "causes": tuple(Cause(**cause) for cause in told["causes"])})
        reply = Reply.from_dict({field.name: values[field.name] for field in fields(Reply)})
        return cls(truth, values["seed"], reply, Grade[values["grade"].upper()])


def grade(truth: Truth, reply: Reply) -> Grade:
    """Grade a reply; of the causes named, the first counts."""
    diagnosis = reply.diagnosis
    if diagnosis is None:
        return Grade.ERROR
    if diagnosis.verdict == "abstain":
        return Grade.ABSTAINED
    faulty = diagnosis.verdict == "faulty"
    if truth.kind != "broken":
        return Grade.ALARMED if faulty else Grade.CLEARED
    if not faulty:
        return Grade.MISSED
    first = diagnosis.causes[0] if diagnosis.causes else None
    if first and first.fault in truth.faults:
        return Grade.NAMED
    return Grade.LOCATED if first and first.component in truth.components else Grade.DETECTED


def overlap(truth: Truth, reply: Reply) -> tuple[float | None, float | None]:
    """Return precision and recall of the components that a tool names, against those that an expert would accept.

    None where the quotient has no meaning: no components named, or nothing to find.
    """
    if truth.kind != "broken" or reply.diagnosis is None or reply.diagnosis.verdict != "faulty":
        return None, None
    named = {cause.component for cause in reply.diagnosis.causes}
    right = len(named & truth.components)
    return right / len(named) if named else None, right / len(truth.components)
