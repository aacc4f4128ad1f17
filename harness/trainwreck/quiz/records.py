"""An asker for a catalogue, from its records: nothing is trained."""

from collections.abc import Sequence

from trainwreck.errors import UserError
from trainwreck.pairs.entries import Catalogue
from trainwreck.proof.results import Results
from trainwreck.quiz.asking import Asker
from trainwreck.quiz.course import Course
from trainwreck.quiz.truth import Truth


def asker(catalogue: Catalogue, salt: str, names: Sequence[str] = ()) -> Asker:
    """Return an asker about the recorded runs of these entries, or of all; a UserError says how to record them."""
    results = Results(catalogue.root / "results")
    entries = {entry.name: entry for entry in catalogue}
    about = catalogue.entries(names)
    curves = results.curves.read()
    missing = [entry for entry in about if entry.name not in set(curves.scenario)] if names else []
    if curves.empty or missing:
        of = ", ".join(entry.name for entry in missing) or "this catalogue"
        raise UserError(
            f"No runs of {of} are recorded in '{results.curves.path}'. Record them: "
            f"{results.command(results.curves, missing)}"
        )
    goals = results.goals.read()
    courses = [
        Course(entries[str(name)], str(recipe), rows)
        for (name, recipe), rows in curves.groupby(["scenario", "recipe"], sort=False)
        if name in entries
    ]
    return Asker(
        courses=courses,
        about={entry.name for entry in about},
        truth=Truth(entries, results.answers()),
        standard=dict(zip(goals.scenario, goals.standard, strict=True)),
        salt=salt,
    )
