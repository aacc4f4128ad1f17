"""A grading as a table, a row a submission and seed, and as a document."""

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from trainwreck.judging.findings import Grading, Mark, OnSeed, Performance

if TYPE_CHECKING:
    import pandas as pd


def table(grading: Grading) -> "pd.DataFrame":
    """Return every figure of every seed; a submission that came to nothing has one row without figures.

    Nothing that a submission has printed is in it: a spreadsheet may take a text for a formula.
    """
    import pandas as pd

    return pd.DataFrame([row for mark in grading.marks for row in _rows(grading, mark)], columns=COLUMNS)


COLUMNS = (
    *("submission", "repaired", "cause_removed", "seed", "score", "broken", "reference", "goal", "true", "reported"),
    *("null_report", "cpu", "yardstick_cpu", "steps", "short", "flags"),
)


def _rows(grading: Grading, mark: Mark) -> Iterator[dict[str, Any]]:
    yardstick = grading.yardstick
    common = {
        "submission": mark.name,
        "repaired": mark.repaired,
        "cause_removed": {True: "yes", False: "no", None: "unknown"}[mark.cause_removed],
        "goal": yardstick.goal,
        "short": "; ".join(mark.short),
        "flags": "; ".join(mark.flags),
    }
    if not mark.performance.seeds:
        yield common
    for one in mark.performance.seeds:
        reference = [script.seeds[one.seed] for script in yardstick.references]
        yield common | {
            "seed": one.seed,
            "score": one.score,
            "broken": yardstick.broken.seeds[one.seed].score,
            "reference": max(other.score for other in reference),
            "true": one.true,
            "reported": one.reported,
            "null_report": one.null,
            "cpu": one.cpu,
            "yardstick_cpu": max(script.seeds[one.seed].cpu for script in yardstick.scripts),
            "steps": one.steps,
        }


def document(grading: Grading) -> dict[str, Any]:
    """Return all of a grading in JSON's types; what is not finite is None."""
    yardstick = grading.yardstick
    return {
        "salt": grading.salt,
        "protections": grading.protections,
        "goal": yardstick.goal,
        "judged": "report" if yardstick.by_report else "score",
        "unfit": yardstick.unfit,
        "broken": _performance(yardstick.broken),
        "references": [_performance(one) for one in yardstick.references],
        "submissions": [
            {
                "name": mark.name,
                "repaired": mark.repaired,
                "short": list(mark.short),
                "cause_removed": mark.cause_removed,
                "flags": list(mark.flags),
                "printed": mark.performance.printed,
                **_performance(mark.performance),
            }
            for mark in grading.marks
        ],
    }


def _performance(script: Performance) -> dict[str, Any]:
    seeds = [_finite(one) for one in script.seeds]
    return {"failed": script.failed, "cpu": script.cpu, "seeds": seeds}


def _finite(one: OnSeed) -> dict[str, Any]:
    told = asdict(one).items()
    return {name: None if isinstance(value, float) and not math.isfinite(value) else value for name, value in told}
