"""A demand of the contract, and how a rule becomes one.

A rule is a function in ``texts`` or ``runs``, decorated with what it is demanded of. Its name, its explanation (the
docstring's first line) and the runs that it needs are all that pytest, the command line, verdicts and docs know of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from trainwreck.pairs.entries import BROKEN
from trainwreck.pairs.loading import Pair
from trainwreck.proof.evidence import Evidence

Subjects = Callable[[Pair], Iterable[str]]


@dataclass(frozen=True)
class Finding:
    """Whether a demand is met; ``message`` says what is demanded and what was measured, and ends with the cure.

    ``seeds``  what each seed gave, a line each: the same for all demands of a subject, so that it need be said once.
    """

    passed: bool
    message: str
    seeds: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join([self.message, *self.seeds])


@dataclass(frozen=True, eq=False)
class Demand:
    """One thing that the contract demands of a pair.

    ``subject``  "text", "task", "broken", a fix's name or "healthy".
    ``needs``    the recipes whose runs it is judged by; none for what is judged without training.
    """

    subject: str
    name: str
    explanation: str
    needs: tuple[str, ...]
    judge: Callable[[Evidence], Finding]

    def __str__(self) -> str:
        return f"{self.subject}:{self.name}"


@dataclass(frozen=True, eq=False)
class Rule:
    """What a demand is made from, once for each of its subjects in a pair."""

    name: str
    explanation: str
    subjects: Subjects
    needs: Callable[[str], tuple[str, ...]]
    found: Callable[[Evidence, str], Finding]

    def demands(self, pair: Pair) -> list[Demand]:
        """Return this rule's demands of a pair."""
        return [
            Demand(subject, self.name, self.explanation, self.needs(subject), lambda e, s=subject: self.found(e, s))  # type: ignore[misc]
            for subject in self.subjects(pair)
        ]


class Rules(list[Rule]):
    """The rules of one module, in the order in which they are written there."""

    def of(
        self, subjects: Subjects, *, name: str = "", needs: Callable[[str], tuple[str, ...]] = lambda _: ()
    ) -> Callable[[Callable[[Evidence, str], Finding]], Callable[[Evidence, str], Finding]]:
        """Make a rule of a function of the evidence and the subject; its own name is the default."""

        def add(found: Callable[[Evidence, str], Finding]) -> Callable[[Evidence, str], Finding]:
            explanation = (found.__doc__ or "").partition("\n")[0]
            self.append(Rule(name or found.__name__.replace("_", "-"), explanation, subjects, needs, found))
            return found

        return add


def every_pair(subject: str) -> Subjects:
    """Demand it once of every scenario and control, under this name."""
    return lambda _: (subject,)


def every_scenario(subject: str) -> Subjects:
    """Demand it once of every scenario, under this name."""
    return lambda pair: (subject,) if pair.broken else ()


def every_control(subject: str) -> Subjects:
    """Demand it once of every control, under this name."""
    return lambda pair: () if pair.broken else (subject,)


def every_fix(pair: Pair) -> Iterable[str]:
    """Demand it of each fix."""
    return pair.fixes


def every_checked(subject: str) -> Subjects:
    """Demand it once of every scenario that has a check, under this name."""
    return lambda pair: (subject,) if pair.check else ()


def every_checked_fix(pair: Pair) -> Iterable[str]:
    """Demand it of each fix of a scenario that has a check."""
    return pair.fixes if pair.check else ()


def every_reported_fix(pair: Pair) -> Iterable[str]:
    """Demand it of each fix of a scenario that is judged by its report."""
    return pair.fixes if pair.judged_by_report else ()


def every_healthy(pair: Pair) -> Iterable[str]:
    """Demand it of each fix, and of a control's recipe."""
    return pair.healthy


def itself(subject: str) -> tuple[str, ...]:
    """Need the runs of the subject."""
    return (subject,)


def with_broken(subject: str) -> tuple[str, ...]:
    """Need the runs of the subject and of the broken recipe."""
    return (BROKEN, subject)
