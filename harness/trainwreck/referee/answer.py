"""What a diagnostic tool may answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

Verdict = Literal["healthy", "faulty", "abstain"]


@dataclass(frozen=True)
class Cause:
    """Where the root cause sits: a component of the catalogue and, if the tool can tell, one of its faults.

    >>> Cause("optimizer", "high_learning_rate")
    Cause(component='optimizer', fault='high_learning_rate')
    """

    component: str
    fault: str | None = None


@dataclass(frozen=True)
class Diagnosis:
    """A tool's answer about one training set-up.

    ``verdict``     "abstain" is for "I can't see this kind of thing".
    ``causes``      of a faulty one, the likeliest first.
    ``evidence``    what the tool saw, in words for a reader.
    ``alarm_step``  the step, counted from 0, at which a tool that looks on raised its first alarm.

    >>> Diagnosis("faulty", (Cause("optimizer"),), evidence="the loss is NaN at step 12", alarm_step=12).verdict
    'faulty'
    """

    verdict: Verdict
    causes: tuple[Cause, ...] = ()
    evidence: str = ""
    alarm_step: int | None = None


HEALTHY = Diagnosis("healthy")
ABSTAIN = Diagnosis("abstain")


def faulty(findings: Sequence[tuple[str, tuple[Cause, ...]]], alarm_step: int | None = None) -> Diagnosis:
    """Return what findings come to, each of them what was seen and what it points to, the gravest first.

    >>> faulty([("NaN", (Cause("numerics"),)), ("spikes", (Cause("optimizer"), Cause("numerics")))]).causes
    (Cause(component='numerics', fault=None), Cause(component='optimizer', fault=None))
    """
    causes = tuple(dict.fromkeys(cause for _, pointed_to in findings for cause in pointed_to))
    return Diagnosis("faulty", causes, "\n".join(dict.fromkeys(seen for seen, _ in findings)), alarm_step)


def complaint(answer: object) -> str:
    """Return what is wrong with the form of a tool's answer, or nothing."""
    if type(answer) is not Diagnosis:  # a subclass could hold more than can be kept
        return f"answered {type(answer).__name__}, not a Diagnosis. Return Diagnosis('healthy'), for example."
    if answer.verdict not in get_args(Verdict):
        return f"gave the verdict {answer.verdict!r}. Choose one of: {', '.join(get_args(Verdict))}."
    if not isinstance(answer.causes, tuple) or not all(type(cause) is Cause for cause in answer.causes):
        return "gave causes that are not a tuple of Cause. Write causes=(Cause('optimizer'),), for example."
    if not all(isinstance(cause.component, str) and isinstance(cause.fault, str | None) for cause in answer.causes):
        return "gave a Cause whose component or fault is no text. Write Cause('optimizer', 'high_learning_rate')."
    if answer.causes and answer.verdict != "faulty":
        return f"named causes with the verdict {answer.verdict!r}. Name causes only of what is faulty."
    if not isinstance(answer.evidence, str):
        return f"gave {type(answer.evidence).__name__} as evidence. Give a text."
    if answer.alarm_step is not None and (type(answer.alarm_step) is not int or answer.alarm_step < 0):
        return f"gave {answer.alarm_step!r} as alarm_step. Give a step's number, counted from 0, or None."
    return ""
