"""A report of recorded results."""

from collections.abc import Iterator, Sequence

import pandas as pd

from trainwreck.errors import UserError
from trainwreck.pairs.entries import BROKEN, Entry
from trainwreck.pairs.loading import load
from trainwreck.proof.results import Results
from trainwreck.proof.statistics import paired_gain
from trainwreck.proof.verdict import Verdict, untrained
from trainwreck.reporting.chapter import Chapter, Report, by_verdicts, facts
from trainwreck.tasks.sources import Digits


class Shelf:
    """The recorded tables, each read once."""

    def __init__(self, results: Results) -> None:
        self.results = results
        self._curves, self._doses, self._study = (
            dict(list(table.read().groupby("scenario")))
            for table in (results.curves, results.severities, results.study)
        )

    def curves(self, name: str) -> pd.DataFrame:
        """Return how the recorded runs of a scenario went."""
        return self._curves.get(name, pd.DataFrame())

    def doses(self, name: str) -> pd.DataFrame:
        """Return what is recorded of a fault's severities."""
        return self._doses.get(name, pd.DataFrame())

    def studied(self, name: str) -> dict[str, tuple[int, int]]:
        """Return how often each recipe's verdict held, and in how many sets of seeds."""
        rows = self._study.get(name, pd.DataFrame(columns=["recipe", "held", "sets"]))
        return {row["recipe"]: (int(row["held"]), int(row["sets"])) for row in rows.to_dict("records")}


def report(results: Results, entries: Sequence[Entry]) -> Report:
    """Return the report of what is recorded of these entries; a UserError says how to record them."""
    table = results.runs
    runs = dict(list(table.read().groupby("scenario")))
    known = [entry for entry in entries if entry.name in runs]
    if not known:
        raise UserError(f"Nothing is recorded in '{table.path}'. Record it: {results.command(table, entries)}")
    shelf = Shelf(results)
    stale = {*table.stale(known), *results.curves.stale(known)}
    chapters = [_chapter(entry, runs[entry.name], shelf, entry in stale) for entry in known]
    marks = sorted({mark for entry in known for mark in runs[entry.name].environment})
    made_in = [results.runs.environments().get(mark, {}) for mark in marks]
    environment = {
        name: ", ".join(dict.fromkeys(one[name] for one in made_in if name in one))
        for name in dict.fromkeys(name for one in made_in for name in one)
    }
    seeds = sorted({int(seed) for entry in known for seed in runs[entry.name].seed})
    told = facts(chapters, environment, results.images, results.device, ", ".join(map(str, seeds)), "recorded results")
    lacking = [entry.name for entry in entries if entry.name not in runs]
    remarks = [f"Not recorded on {results.images}, and so not here: {', '.join(lacking)}."] if lacking else []
    return Report(title="The catalogue", facts=told, chapters=chapters, remarks=remarks)


def _chapter(entry: Entry, runs: pd.DataFrame, shelf: Shelf, stale: bool) -> Chapter:
    remarks = ["Its runs were recorded with earlier code than there is now."] if stale else []
    rows = list(_verdicts(entry, runs))
    try:
        pair = load(entry, Digits())
        rows = [Verdict(**{**vars(row), "goal": pair.goal}) for row in rows]
        findings = list(by_verdicts(pair, rows))
        remarks.append("What does not hold is not recorded: every demand on runs was met when these were.")
    except UserError as error:
        rows, findings = [untrained(entry, str(error))], []
    name = entry.name
    return Chapter(
        entry=entry,
        verdicts=rows,
        findings=findings,
        curves=shelf.curves(name),
        doses=shelf.doses(name),
        studied=shelf.studied(name),
        remarks=remarks,
    )


def _verdicts(entry: Entry, runs: pd.DataFrame) -> Iterator[Verdict]:
    broken = runs[runs.recipe == BROKEN]
    for recipe, rows in runs[runs.recipe != BROKEN].groupby("recipe", sort=False):
        reached = rows.epochs_to_goal
        yield Verdict(
            component=entry.component,
            scenario=entry.name,
            recipe=str(recipe),
            symptom=entry.symptom,
            broken=float(broken.score.mean()) if len(broken) else None,
            score=float(rows.score.mean()),
            gain=paired_gain(broken.score.tolist(), rows.score.tolist()) if len(broken) else None,
            epochs_to_goal=None if reached.isna().any() else float(reached.median()),
            failed={},
        )
