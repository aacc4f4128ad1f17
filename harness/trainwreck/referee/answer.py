"""What a diagnostic tool may answer."""

import operator
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

Verdict = Literal["healthy", "faulty", "abstain"]

MOST_CAUSES = 50  # who names more has not diagnosed anything
MOST_STEPS = 10**9  # of a run
MOST_TOKENS = 10**12


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
    ``alarm_step``  the step, counted from 0, from which on the tool says it could tell. How long it really took, the
                    referee sees by ``case.alarm()``.
    ``score``     from 0 to 1: how sure the tool is that the set-up is faulty, if it can tell.
    ``tokens``    that a language model has read and written for this answer.

    >>> Diagnosis("faulty", (Cause("optimizer"),), evidence="the loss is NaN at step 12", alarm_step=12).verdict
    'faulty'
    """

    verdict: Verdict
    causes: tuple[Cause, ...] = ()
    evidence: str = ""
    alarm_step: int | None = None
    score: float | None = None
    tokens: int | None = None


HEALTHY = Diagnosis("healthy")
ABSTAIN = Diagnosis("abstain")


def faulty(findings: Sequence[tuple[str, tuple[Cause, ...]]], alarm_step: int | None = None) -> Diagnosis:
    """Return what findings come to, each of them what was seen and what it points to, the gravest first.

    >>> faulty([("NaN", (Cause("numerics"),)), ("spikes", (Cause("optimizer"), Cause("numerics")))]).causes
    (Cause(component='numerics', fault=None), Cause(component='optimizer', fault=None))
    """
    causes = tuple(dict.fromkeys(cause for _, pointed_to in findings for cause in pointed_to))
    return Diagnosis("faulty", causes, "\n".join(dict.fromkeys(seen for seen, _ in findings)), alarm_step)


def plain(answer: Any) -> Any:
    """Return an answer with each cause once, and numbers as Python's own, whosever they are.

    >>> plain(Diagnosis("faulty", (Cause("loss"), Cause("loss")))).causes
    (Cause(component='loss', fault=None),)
    """
    makers: dict[str, Callable[[Any], int | float]]
    makers = {"alarm_step": operator.index, "tokens": operator.index, "score": float}
    for name, make in makers.items():
        with suppress(TypeError, ValueError, AttributeError):  # what is no answer at all is for ``complaint`` to say
            value = getattr(answer, name)
            if not isinstance(value, bool | str | None):
                answer = replace(answer, **{name: make(value)})
    with suppress(TypeError, AttributeError):
        if isinstance(answer.causes, tuple):
            answer = replace(answer, causes=tuple(dict.fromkeys(answer.causes)))
    return answer


def complaint(answer: object, steps: int | None = None) -> str:
    """Return what is wrong with the form of a tool's answer, given the steps that it has seen; or nothing."""
    if type(answer) is not Diagnosis:  # a subclass could hold more than can be kept
        return f"answered {type(answer).__name__}, not a Diagnosis. Return Diagnosis('healthy'), for example."
    if answer.verdict not in get_args(Verdict):
        return f"gave the verdict {answer.verdict!r}. Choose one of: {', '.join(get_args(Verdict))}."
    if not isinstance(answer.evidence, str):
        return f"gave {type(answer.evidence).__name__} as evidence. Give a text."
    return _of_causes(answer) or _of_alarm(answer.alarm_step, steps) or _of_numbers(answer.score, answer.tokens)


def _of_causes(answer: Diagnosis) -> str:
    if not isinstance(answer.causes, tuple) or not all(type(cause) is Cause for cause in answer.causes):
        return "gave causes that are not a tuple of Cause. Write causes=(Cause('optimizer'),), for example."
    if not all(isinstance(cause.component, str) and isinstance(cause.fault, str | None) for cause in answer.causes):
        return "gave a Cause whose component or fault is no text. Write Cause('optimizer', 'high_learning_rate')."
    if answer.causes and answer.verdict != "faulty":
        return f"named causes with the verdict {answer.verdict!r}. Name causes only of what is faulty."
    if len(answer.causes) > MOST_CAUSES:
        return f"named {len(answer.causes)} causes. Name at most {MOST_CAUSES}, the likeliest first."
    return ""


def _of_alarm(step: object, steps: int | None) -> str:
    if step is None:
        return ""
    if type(step) is not int or step < 0:
        return f"gave {step!r} as alarm_step. Give a step's number, counted from 0, or None."
    if step >= (MOST_STEPS if steps is None else max(steps, 1)):
        run = "" if steps is None else f" of a run of {steps} steps"
        return f"gave an alarm_step{run} that is too large. Give a step's number, counted from 0, or None."
    return ""


def _of_numbers(score: Any, tokens: Any) -> str:
    if score is not None and (type(score) not in (int, float) or not 0 <= score <= 1):
        return f"gave {score!r:.50} as score. Give a number from 0, surely healthy, to 1, surely faulty; or None."
    if tokens is not None and (type(tokens) is not int or not 0 <= tokens <= MOST_TOKENS):
        return f"gave {tokens!r:.50} as tokens. Give how many were read and written, or None."
    return ""
