"""All that is measured of the catalogue in one tidy table: symptoms, curves and checks, each with its interval."""

import numpy as np
import pandas as pd

from trainwreck.pairs.entries import BROKEN, CONTROLS
from trainwreck.proof.results import Results

FILE = "symptoms.csv"
KEYS = ["component", "fault", "recipe", "kind"]
COLUMNS = {
    "component": "the folder of the fault, or `controls`",
    "fault": "the scenario, or the control",
    "recipe": "`broken`, `healthy`, or the name of a fix or an impostor",
    "kind": "`broken`, `fixed`, `impostor` or `control`",
    "measure": "`symptom`, `figure`, `check` or `reading`",
    "name": "of the symptom or the quantity; of a check, the fault that it is the check of",
    "declared": "whether the scenario declares the symptom, or whether the check is its own",
    "runs": "how many runs were looked at; of a check, those that it applies to",
    "seen": "of a symptom or a check, in how many of them it was seen, or was suspicious",
    "value": "the share of them, or the median over the runs",
    "low": "the interval's lower end",
    "high": "the interval's upper end",
    "interval": "`Clopper-Pearson 95 %` of a share; `5 % to 95 % of runs` of a figure; `all runs` of a reading",
}


def exact_interval(seen: pd.Series, runs: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the ends of the exact 95 % interval of shares (C. Clopper and E. Pearson, 1934).

    >>> low, high = exact_interval(pd.Series([0]), pd.Series([10]))
    >>> low.tolist(), high.round(3).tolist()  # (1 − share)¹⁰ = 0.025
    ([0.0], [0.308])
    """
    from scipy.stats import beta

    k, n = seen.to_numpy(float), runs.to_numpy(float)
    low = np.where(k > 0, beta.ppf(0.025, np.maximum(k, 1), n - k + 1), 0.0)
    high = np.where(k < n, beta.ppf(0.975, k + 1, np.maximum(n - k, 1)), 1.0)
    return pd.Series(low, seen.index), pd.Series(high, seen.index)


def measured(results: Results) -> pd.DataFrame:
    """Return the table, a row a measurement of a recipe; ``COLUMNS`` says what its columns hold.

    A part that has not been recorded is not there.
    """
    parts = [
        part for part in (_symptoms(results), _figures(results), _checks(results), _readings(results)) if len(part)
    ]
    table = pd.concat(parts) if parts else pd.DataFrame(columns=list(COLUMNS))
    return table[list(COLUMNS)].sort_values([*KEYS[:3], "measure", "name"], kind="stable", ignore_index=True)


def text(table: pd.DataFrame) -> str:
    """Return the table as CSV, its shares and figures with four digits."""
    return table.to_csv(index=False, lineterminator="\n", float_format="%.4g")


def _symptoms(results: Results) -> pd.DataFrame:
    table = results.symptoms.read().rename(columns={"symptom": "name", "shown": "seen"})
    return _shares(_named(table, results), "symptom")


def _checks(results: Results) -> pd.DataFrame:
    table = results.answers()
    if table.empty:
        return table
    table = table[table.applied > 0].drop(columns="seeds")
    table = table.rename(columns={"scenario": "fault", "check": "name", "applied": "runs", "fired": "seen"})
    return _shares(table.assign(declared=table.name == table.fault), "check")


def _shares(table: pd.DataFrame, measure: str) -> pd.DataFrame:
    low, high = exact_interval(table.seen, table.runs)
    share = table.seen.astype(float) / table.runs.astype(float)
    return table.assign(measure=measure, value=share, low=low, high=high, interval="Clopper-Pearson 95 %")


def _figures(results: Results) -> pd.DataFrame:
    table = results.figures.read().rename(columns={"quantity": "name", "seeds": "runs", "median": "value"})
    return _named(table, results).assign(measure="figure", interval="5 % to 95 % of runs")


def _readings(results: Results) -> pd.DataFrame:
    """Return what each recipe's own check read of the five runs whose curves are recorded, where it is a number."""
    read = results.curves.read().dropna(subset=["reading"])
    read = read[np.isfinite(read.reading)]
    spans = read.groupby(["component", "scenario", "recipe"], as_index=False, sort=False).agg(
        runs=("reading", "size"), value=("reading", "median"), low=("reading", "min"), high=("reading", "max")
    )
    return _named(spans, results).assign(measure="reading", name=spans.scenario, declared=True, interval="all runs")


def _named(table: pd.DataFrame, results: Results) -> pd.DataFrame:
    """Return a table with the name and kind of each row's recipe in the columns of ours."""
    judged = results.runs.read()[["scenario", "recipe"]]
    is_judged = pd.MultiIndex.from_frame(table[["scenario", "recipe"]]).isin(pd.MultiIndex.from_frame(judged))
    kinds = pd.Series("impostor", table.index)
    kinds[is_judged] = "fixed"
    kinds[table.component == CONTROLS] = "control"
    kinds[table.recipe == BROKEN] = BROKEN
    return table.rename(columns={"scenario": "fault"}).assign(kind=kinds)


def columns_table() -> str:
    """Return what the columns hold, as a table in Markdown."""
    rows = (f"| `{name}` | {meaning} |" for name, meaning in COLUMNS.items())
    return "\n".join(["| column | what is in it |", "|---|---|", *rows])
