"""How well logs are matched, as tables of Markdown."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from trainwreck.matching.measured import NEW, SEEN, accuracies, alarms, coverage, reliability
from trainwreck.pairs.entries import HEALTHY

CALLED = {"losses": "losses alone"}


def tables(measured: pd.DataFrame) -> str:
    """Return all that is published of a measurement."""
    return "\n\n".join([_accuracies(measured), _alarms(measured), _coverage(measured), *_reliabilities(measured)])


def _accuracies(measured: pd.DataFrame) -> str:
    rows = (
        (
            one.question,
            _called(str(one.series)),
            one.tested,
            one.logs,
            *_shares(one.first, one.three, one.most_frequent),
        )
        for one in accuracies(measured).itertuples()
    )
    return _table(("what is asked", "the log has", "tested on", "logs", "first", "of three", "most frequent"), rows)


def _alarms(measured: pd.DataFrame) -> str:
    rows = (
        (
            one["runs"],
            _called(one["series"]),
            *_shares(*(one.get(said, 0.0) for said in ("ill", HEALTHY, "cannot tell"))),
        )
        for one in alarms(measured).to_dict("records")
    )
    return _table(("runs of left-out scenarios", "the log has", "called ill", "called healthy", "cannot tell"), rows)


def _coverage(measured: pd.DataFrame) -> str:
    rows = (
        (_called(one["series"]), one["from"], *_shares(one["answered"], one["wrong"]))
        for one in coverage(measured).to_dict("records")
    )
    return _table(("the log has", "answered from confidence", "answered", "wrong among these"), rows)


def _reliabilities(measured: pd.DataFrame) -> Iterable[str]:
    whole = measured[measured.series != "losses"]
    new, seen = whole[whole.tested == NEW], whole[(whole.tested == SEEN) & (whole.truth != HEALTHY)]
    ill = new[new.truth != HEALTHY]
    for what, some, confidence, rank in (
        ("healthy or a symptom, left out", new, "confidence", "symptom_rank"),
        ("component, left out", ill, "component_confidence", "component_rank"),
        ("scenario, fresh seed", seen, "scenario_confidence", "scenario_rank"),
    ):
        bins, error = reliability(some[confidence], some[rank] == 1)
        rows = (
            (f"{max(interval.left, 0):.1f} to {interval.right:.1f}", int(row.logs), *_shares(row.confidence, row.right))
            for interval, row in _rows(bins)
        )
        yield f"{what}: expected calibration error {error:.3f}.\n\n" + _table(
            ("confidence", "logs", "mean confidence", "right"), rows
        )


def _rows(table: pd.DataFrame) -> Iterable[tuple[Any, Any]]:
    """Yield the index and the values of each row; what they are, pandas cannot tell a checker of types."""
    return table.iterrows()


def _called(series: str) -> str:
    return CALLED.get(series, "all series")


def _shares(*shares: Any) -> list[str]:
    return [f"{share:.2f}" for share in shares]


def _table(head: tuple[str, ...], rows: Iterable[Iterable[object]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
