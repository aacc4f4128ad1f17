"""The recorded runs as cases: what the yardsticks come to on them, no tool need be asked for."""

from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import load
from trainwreck.proof.results import Results
from trainwreck.referee.answer import HEALTHY
from trainwreck.referee.grading import Graded
from trainwreck.referee.reply import Reply
from trainwreck.referee.subject import subjects
from trainwreck.tasks.sources import Digits


def cases(catalogue: Catalogue, results: Results) -> list[Graded]:
    """Return every recorded run of the catalogue as a case with the score that it reported, called healthy."""
    pairs = [load(entry, Digits()) for entry in catalogue]
    truths = {(one.truth.scenario, one.truth.recipe): one.truth for one in subjects(catalogue, pairs, [0])}
    return [
        Graded.of(truth, int(run["seed"]), Reply(diagnosis=HEALTHY, reported=float(run["reported"])))
        for run in results.runs.read().to_dict("records")
        if (truth := truths.get((run["scenario"], run["recipe"])))
    ]
