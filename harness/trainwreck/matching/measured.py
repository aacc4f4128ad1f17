"""How well logs are matched: on scenarios that were left out in whole, and on fresh seeds of those that were not."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from trainwreck.matching.logs import FIRST, FRESH
from trainwreck.matching.matcher import COMPARED, Known, Matcher
from trainwreck.matching.ranking import Ranked
from trainwreck.pairs.entries import BROKEN, HEALTHY

PARTS = (("losses",), COMPARED)  # a log of nothing but losses, and one with all that is compared
NEW, SEEN = "left out", "fresh seed"
LEVELS, BINS = (0.0, 0.3, 0.5, 0.7, 0.9), 5
COLUMNS = [
    *("tested", "series", "scenario", "component", "recipe", "seed", "truth", "said", "confidence", "enough"),
    *("symptom_rank", "component_rank", "component_confidence", "scenario_rank", "scenario_confidence"),
]


def path(results: Path) -> Path:
    """Return where the measurement is kept in a folder of results."""
    return results / "match-digits-cpu.csv"


def measured(
    known: Known, expect: Callable[[int], None] = lambda _: None, advance: Callable[[], None] = lambda: None
) -> pd.DataFrame:
    """Match recorded logs, each by a matcher that has not seen it; return a row a log and selection of its series.

    ``tested``   "left out": on the seeds that every recipe is judged on, by a matcher that knows nothing of the
    scenario; "fresh seed": by one that knows the scenario, and not the seed.
    ``..._rank``   at which place the truth stands, from 1; empty if it was not among the answers.
    ``..._confidence``  of the first answer.
    """
    groups = sorted(set(known.groups))
    expect(len(PARTS) * (len(groups) + 1))
    rows: list[tuple[object, ...]] = []
    for parts in PARTS:
        for group in groups:
            matcher = Matcher(known.taught.without(group), parts)
            rows += _rows(NEW, matcher, known.where((known.groups == group) & (known.rows.kind == FIRST)))
            advance()
        rows += _rows(SEEN, Matcher(known.taught, parts), known.where(known.rows.kind == FRESH))
        advance()
    return pd.DataFrame(rows, columns=COLUMNS).round(4)


def _rows(tested: str, matcher: Matcher, known: Known) -> Iterator[tuple[object, ...]]:
    answers = matcher.answers(list(known.logs)) if len(known.rows) else []
    for row, truth, answer in zip(known.rows.to_dict("records"), known.truths, answers, strict=True):
        ill = row["recipe"] == BROKEN
        yield (
            tested,
            "+".join(matcher.parts),
            *(row[name] for name in ("scenario", "component", "recipe", "seed")),
            truth,
            *answer.symptoms[0],
            answer.enough,
            _rank(answer.symptoms, truth),
            *(_found(answer.components, row["component"]) if ill else (None, None)),
            *(_found(answer.scenarios, row["scenario"]) if ill and tested == SEEN else (None, None)),
        )


def _rank(ranked: Ranked, truth: str) -> int | None:
    return next((place for place, (name, _) in enumerate(ranked, start=1) if name == truth), None)


def _found(ranked: Ranked, truth: str) -> tuple[int | None, float]:
    return _rank(ranked, truth), ranked[0][1]


def accuracies(table: pd.DataFrame) -> pd.DataFrame:
    """Return how often the truth is first or among the first three, beside always saying what is most frequent."""
    ill = table[table.truth != HEALTHY]
    asked = (
        ("healthy or a symptom", table, "symptom_rank", "truth", NEW),
        ("symptom of a broken run", ill, "symptom_rank", "truth", NEW),
        ("component", ill, "component_rank", "component", NEW),
        ("scenario", ill, "scenario_rank", "scenario", SEEN),
        ("scenario of a run that stalls", ill[ill.truth == "stalls"], "scenario_rank", "scenario", SEEN),
    )
    rows = []
    for series in table.series.unique():
        for question, some, rank, truth, tested in asked:
            there = some[(some.series == series) & (some.tested == tested)]
            shares = ((there[rank] <= 1).mean(), (there[rank] <= 3).mean())
            rows.append(
                (question, series, tested, len(there), *shares, there[truth].value_counts(normalize=True).max())
            )
    return pd.DataFrame(rows, columns=["question", "series", "tested", "logs", "first", "three", "most_frequent"])


def alarms(table: pd.DataFrame) -> pd.DataFrame:
    """Return what is said of left-out healthy and broken runs: a symptom, that they are healthy, or nothing."""
    new = table[table.tested == NEW]
    told = new.said.where(new.confidence >= new.enough, "cannot tell")
    said = told.where(told.isin([HEALTHY, "cannot tell"]), "ill")
    runs = pd.Series(np.where(new.truth == HEALTHY, HEALTHY, BROKEN), index=new.index, name="runs")
    return pd.crosstab([new.series, runs], said, normalize="index").reset_index()


def coverage(table: pd.DataFrame) -> pd.DataFrame:
    """Return, of left-out logs, how many are answered from a confidence on, and how many of these answers are wrong."""
    rows = []
    for series, one in table[table.tested == NEW].groupby("series", sort=False):
        chosen = one.confidence >= one.enough
        for name, answered in [("chosen", chosen), *((f"{at:.1f}", one.confidence >= at) for at in LEVELS)]:
            wrong = (one[answered].symptom_rank != 1).mean()
            rows.append((series, name, answered.mean(), wrong))
    return pd.DataFrame(rows, columns=["series", "from", "answered", "wrong"])


def reliability(confidence: pd.Series, right: pd.Series) -> tuple[pd.DataFrame, float]:
    """Return, by confidence, how many answers are right, and the expected calibration error.

    >>> bins, error = reliability(pd.Series([0.75, 0.75, 0.75, 0.75]), pd.Series([True, True, True, False]))
    >>> bins.right.tolist(), error
    ([0.75], 0.0)
    """
    bins = pd.cut(confidence, [edge / BINS for edge in range(BINS + 1)], include_lowest=True)
    found = pd.DataFrame({"confidence": confidence, "right": right.astype(float)}).groupby(bins, observed=True)
    table = found.mean().assign(logs=found.size())
    gaps = (table.confidence - table.right).abs() * table.logs
    return table, float(gaps.sum() / table.logs.sum())
