"""A tool's scorecard as a page: its figures beside the yardsticks, every case with its evidence, what it confuses."""

from collections import Counter
from collections.abc import Iterable, Sequence

from trainwreck.referee.answer import Cause
from trainwreck.referee.figures import Summary, summaries
from trainwreck.referee.grading import FOUND, WRONG, Graded
from trainwreck.referee.scorecard import SHOWN
from trainwreck.reporting.page import render


def of_tool(name: str, cases: Sequence[Graded], yardsticks: Iterable[Summary], facts: dict[str, str]) -> str:
    """Return the page of a tool; what it got wrong comes first among the cases.

    ``facts``  how it was scored: what is said of it at the head of the page.
    """
    ordered = sorted(cases, key=lambda case: (case.grade not in WRONG, case.truth.component, *case.place))
    return render(
        "tool.html",
        name=name,
        facts=facts.items(),
        columns=SHOWN,
        rows=summaries(ordered),
        yardsticks=list(yardsticks),
        cases=ordered,
        wrong=WRONG,
        confusions=confusions(cases),
        named=lambda causes: ", ".join(map(said, causes)),
    )


def confusions(cases: Iterable[Graded]) -> list[tuple[str, str, int]]:
    """Return each fault and what was named first in its place, with how often; the commonest first."""
    found: Counter[tuple[str, str]] = Counter()
    for case in cases:
        diagnosis = case.reply.diagnosis
        if case.grade in FOUND and diagnosis and diagnosis.causes and case.rank != 1:
            found[case.truth.scenario, said(diagnosis.causes[0])] += 1
    return [(fault, cause, times) for (fault, cause), times in found.most_common()]


def said(cause: Cause) -> str:
    """Return a cause as a reader knows it: a component, or a fault with its component."""
    return f"{cause.component} / {cause.fault}" if cause.fault else cause.component
