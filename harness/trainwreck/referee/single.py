"""One case by itself, for the author of a tool: looked at, or diagnosed in this very process."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from trainwreck.errors import UserError, suggest
from trainwreck.pairs.entries import BROKEN, Catalogue
from trainwreck.pairs.loading import load
from trainwreck.proof.conditions import Conditions
from trainwreck.referee.answer import complaint, plain
from trainwreck.referee.case import Case
from trainwreck.referee.grading import Graded
from trainwreck.referee.reply import Reply
from trainwreck.referee.subject import Subject, subjects
from trainwreck.referee.tool import Tool, resolve
from trainwreck.referee.vocabulary import Vocabulary


def subject(catalogue: Catalogue, place: str, conditions: Conditions, variant: bool = False) -> Subject:
    """Return the case ``NAME/RECIPE``, the broken or healthy one if no recipe is named, on the first seed.

    Its variant, if asked for, is drawn from that seed.
    """
    name, _, recipe = place.partition("/")
    pair = load(catalogue.entry(name), conditions.images)
    recipe = recipe or (BROKEN if pair.broken else next(iter(pair.recipes)))
    if recipe not in pair.recipes:
        near = suggest(recipe, pair.recipes)
        raise UserError(f"{name} has no recipe {recipe!r}.{near} Choose one of: {', '.join(pair.recipes)}.")
    seeds = conditions.seeds[:1]
    [found] = [one for one in subjects(catalogue, [pair], seeds) if one.truth.recipe == recipe]
    return replace(found, variant=f"{seeds[0]} {name}") if variant else found


@contextmanager
def opened(subject: Subject, conditions: Conditions) -> Iterator[Case]:
    """Make a case, in a folder that is there as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="case-") as folder:
        yield Case(subject.brief(conditions.device), Path(folder))


def debug(tool: Tool, catalogue: Catalogue, subject: Subject, conditions: Conditions) -> Graded:
    """Ask a tool about one case in this process: what it prints is seen, what it raises is raised, a debugger works."""
    sys.path.insert(0, str(Path.cwd()))
    with opened(subject, conditions) as case:
        answer = plain(resolve(tool)(case))
        wrong = complaint(answer, case._clock.steps) or Vocabulary.of(catalogue).complaint(answer.causes)
        reply = Reply.failed(wrong) if wrong else Reply(diagnosis=answer, steps=case._clock.steps)
    return Graded.of(subject.truth, subject.seed, reply)
