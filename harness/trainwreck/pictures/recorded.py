"""Pictures of an entry, drawn from what is recorded of it: nothing is trained."""

import ast
from collections.abc import Iterator

import pandas as pd

from trainwreck.errors import UserError
from trainwreck.pairs.entries import BROKEN, Entry
from trainwreck.pictures.curves import Curve, Series
from trainwreck.pictures.doses import Dose, dose_response
from trainwreck.pictures.losses import loss_curves
from trainwreck.pictures.panel import Panel
from trainwreck.pictures.readings import Readings, check_readings
from trainwreck.pictures.scores import Scored, score_curves
from trainwreck.proof.histories import numbers
from trainwreck.proof.results import Results


def panels(entry: Entry, results: Results, fixes: bool) -> list[Panel]:
    """Return the panels of an entry, from its records; without ``fixes``, what gives nothing away.

    With them come all that its fixes did, the doses of the fault, and what its check read.
    """
    rows = recorded(entry, results)
    shown = rows if fixes else rows[(rows.recipe == BROKEN) | entry.is_control]
    judged, goal = rows.judged.iloc[0], rows.goal.iloc[0]
    found = [losses(shown), score_curves(*scored(shown), goal=goal if judged == "true" else None)]
    return [*found, *_doses(entry, results, judged), *_readings(entry, rows)] if fixes else found


def left_out(entry: Entry, results: Results) -> list[str]:
    """Return, in words, what the picture of a scenario with its fixes lacks, and why."""
    rows, doses = recorded(entry, results), results.severities.read()
    why = "not recorded yet" if entry.is_graded else "the fault is no matter of degree"
    found = [] if entry.name in set(doses.scenario) else [f"doses: {why}"]
    return found + ([] if any(_readings(entry, rows)) else ["readings: the check reads no number"])


def recorded(entry: Entry, results: Results) -> pd.DataFrame:
    """Return the recorded curves of an entry, a row a run; a UserError says how to record them."""
    table = results.curves.read()
    rows = table[table.scenario == entry.name]
    if rows.empty:
        raise UserError(
            f"No curves of {entry.name} are recorded in '{results.curves.path}'. Record them: "
            f"{results.command(results.curves, [entry])}"
        )
    return rows


def losses(rows: pd.DataFrame) -> Panel:
    """Return the losses of recorded runs as a panel."""
    level = rows.guessing.dropna()
    other = rows[rows.other_loss].recipe.unique()
    note = f"{', '.join(other)}: another loss function, so compare no heights" if len(other) else ""
    return loss_curves(*loss_series(rows), guessing=None if level.empty else level.iloc[0], note=note)


def loss_series(rows: pd.DataFrame) -> Iterator[Series]:
    """Yield the losses of recorded runs, recipe by recipe."""
    for recipe, runs in rows.groupby("recipe", sort=False):
        yield Series(str(recipe), list(_losses(runs)), broken=recipe == BROKEN)


def _losses(runs: pd.DataFrame) -> Iterator[Curve]:
    for run in runs.to_dict("records"):
        ended = None if pd.isna(run["diverged_at"]) else int(run["diverged_at"])
        yield Curve(numbers(run["losses"]), numbers(run["steps"]), ended)


def scored(rows: pd.DataFrame) -> Iterator[Scored]:
    """Yield the scores of recorded runs, recipe by recipe."""
    for recipe, runs in rows.groupby("recipe", sort=False):
        training, reported, true = (list(_scores(runs, part)) for part in ("training", "reported", "true"))
        yield Scored(str(recipe), training, reported, true, broken=recipe == BROKEN)


def _scores(runs: pd.DataFrame, part: str) -> Iterator[Curve]:
    for run in runs.to_dict("records"):
        *values, final = numbers(run[part])
        yield Curve(values, numbers(run["epochs"]), final=final)


def _doses(entry: Entry, results: Results, judged: str) -> Iterator[Panel]:
    """Yield the doses of the fault, if they are recorded."""
    table = results.severities.read()
    rows = table[table.scenario == entry.name].sort_values("severity").to_dict("records")
    doses = [
        Dose(
            row["dose"],
            (row["broken"], row["broken_low"], row["broken_high"]),
            (row["fixed"], row["fixed_low"], row["fixed_high"]),
            row["plain"],
        )
        for row in rows
    ]
    if doses:
        score = "honesty of the report" if judged == "honesty" else "held-back score"
        yield dose_response(doses, rows[0]["of"], rows[0]["goal"], rows[0]["fix"], score)


def _readings(entry: Entry, rows: pd.DataFrame) -> Iterator[Panel]:
    """Yield what the check read, if that is a number."""
    read = rows.dropna(subset=["reading", "suspicious"])
    readings = [
        Readings(str(recipe), list(zip(runs.reading, runs.suspicious, strict=True)), broken=recipe == BROKEN)
        for recipe, runs in read.groupby("recipe", sort=False)
    ]
    if readings:
        yield check_readings(readings, question(entry))


def question(entry: Entry) -> str:
    """Return what the check of a scenario asks: its docstring."""
    [check] = ast.parse(entry.check_source).body
    assert isinstance(check, ast.FunctionDef)
    return ast.get_docstring(check) or ""
