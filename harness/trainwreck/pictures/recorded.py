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
    if not fixes:
        return found
    of_doses = results.severities.read()
    return [*found, *_doses(of_doses[of_doses.scenario == entry.name], judged), *_readings(entry, rows)]


def left_out(entry: Entry, results: Results) -> list[str]:
    """Return, in words, what the picture of a scenario with its fixes lacks, and why."""
    rows, dosed = recorded(entry, results), results.severities.read()
    why = "not recorded yet" if entry.is_graded else "the fault is no matter of degree"
    found = [] if entry.name in set(dosed.scenario) else [f"doses: {why}"]
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
    return loss_curves(*series(rows), guessing=guessing(rows), note=note(rows))


def series(rows: pd.DataFrame) -> list[Series]:
    """Return the losses of recorded runs, recipe by recipe."""
    return [
        Series(str(recipe), list(_losses(runs)), broken=recipe == BROKEN)
        for recipe, runs in rows.groupby("recipe", sort=False)
    ]


def guessing(rows: pd.DataFrame) -> float | None:
    """Return the loss of holding all classes for equally likely, where that is known."""
    level = rows.guessing.dropna()
    return None if level.empty else float(level.iloc[0])


def note(rows: pd.DataFrame) -> str:
    """Return which recipes have another loss function; nothing if none has."""
    other = rows[rows.other_loss].recipe.unique()
    return f"{', '.join(other)}: another loss function, so compare no heights" if len(other) else ""


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


def doses(rows: pd.DataFrame) -> list[Dose]:
    """Return the recorded doses of a fault, in the order of their harm."""
    return [
        Dose(
            row["dose"],
            (row["broken"], row["broken_low"], row["broken_high"]),
            (row["fixed"], row["fixed_low"], row["fixed_high"]),
            row["plain"],
        )
        for row in rows.sort_values("severity").to_dict("records")
    ]


def _doses(rows: pd.DataFrame, judged: str) -> Iterator[Panel]:
    """Yield the doses of the fault, if they are recorded."""
    if len(rows):
        first = rows.iloc[0]
        yield dose_response(doses(rows), first["of"], first["goal"], first["fix"], judged_score(judged))


def judged_score(judged: str) -> str:
    """Return what is judged, as an axis names it."""
    return "honesty of the report" if judged == "honesty" else "held-back score"


def readings(rows: pd.DataFrame) -> list[Readings]:
    """Return what the check read, recipe by recipe; nothing if that is no number."""
    read = rows.dropna(subset=["reading", "suspicious"])
    return [
        Readings(str(recipe), list(zip(runs.reading, runs.suspicious, strict=True)), broken=recipe == BROKEN)
        for recipe, runs in read.groupby("recipe", sort=False)
    ]


def _readings(entry: Entry, rows: pd.DataFrame) -> Iterator[Panel]:
    """Yield what the check read, if that is a number."""
    if found := readings(rows):
        yield check_readings(found, question(entry))


def question(entry: Entry) -> str:
    """Return what an entry's check asks: its docstring."""
    [check] = ast.parse(entry.check_source).body
    assert isinstance(check, ast.FunctionDef)
    return ast.get_docstring(check) or ""
