"""What an attempt came to, in words, and as a notebook shows it."""

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from trainwreck.learning.judging import Attempt


class Finding(NamedTuple):
    """One thing that was looked for: whether it is so, None where it cannot be told; and what there is to say."""

    found: bool | None
    what: str
    said: str


def findings(attempt: "Attempt") -> Iterator[Finding]:
    """Say whether the run is repaired, its cause removed, and nothing else changed."""
    if attempt.untouched:
        yield Finding(False, "repaired", "the script is as it was handed out")
        return
    reached = "it reaches the goal on all data"
    better = (
        f"{reached}, as what was handed out nearly did" if attempt.reached else "it must reach the goal on all data"
    )
    yield Finding(attempt.repaired, "repaired", reached if attempt.repaired else better)
    found = {
        True: "the check is quiet",
        False: "the check still finds what is wrong",
        None: f"it cannot be told from the script: {attempt.untold}",
    }
    yield Finding(attempt.cause_removed, "cause removed", found[attempt.cause_removed])
    if attempt.repaired:
        yield Finding(attempt.surgical, "surgical", _surgery(attempt))


def _surgery(attempt: "Attempt") -> str:
    if attempt.changed is None:
        return "it cannot be told from the script what was changed"
    if attempt.surgical:
        return "nothing was changed but what was at fault"
    stray = ", ".join(sorted(attempt.changed - attempt.allowed))
    return f"you have also changed this, which was not at fault: {stray}. Why does it help?"


def as_html(attempt: "Attempt") -> str:
    """Return an attempt as a notebook shows it: the curves, the scores, and what was found."""
    if attempt.failed:
        return f"<pre>{escape(attempt.failed)}</pre>"
    from trainwreck.learning import drawing

    picture = drawing.attempt(attempt).partition("<svg")  # without the prologue of a file
    rows = "".join(
        f"<tr><td>{number}</td><td>{one.handed_out:.2f}</td><td>{one.score:.2f}</td><td>{one.goal:.2f}</td></tr>"
        for number, one in enumerate(attempt.seeds, start=1)
    )
    head = "<tr><th>new data</th><th>handed out</th><th>yours</th><th>goal</th></tr>"
    marks = {True: "✓", False: "✗", None: "?"}
    lines = "".join(f"<li>{marks[one.found]} {escape(f'{one.what}: {one.said}')}</li>" for one in findings(attempt))
    return f'{picture[1]}{picture[2]}<table>{head}{rows}</table><ul style="list-style: none">{lines}</ul>'
