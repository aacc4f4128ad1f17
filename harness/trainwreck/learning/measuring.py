"""What one may ask of a case without opening it: the questions of all checks, and what they read."""

import ast
from dataclasses import dataclass

from trainwreck.errors import UserError
from trainwreck.learning.handout import SEED, recipe_of
from trainwreck.pairs.checks import read
from trainwreck.pairs.entries import Catalogue, Entry
from trainwreck.pairs.loading import Pair, load
from trainwreck.training.loop import CPU
from trainwreck.training.run import Reading
from trainwreck.training.setup import Setup
from trainwreck.training.task import Images


@dataclass(frozen=True)
class Question:
    """What a check asks; ``entry`` is the fault that it was made for."""

    text: str
    entry: Entry


def questions(catalogue: Catalogue) -> list[Question]:
    """Return the questions of all checks in alphabetical order, which tells of no fault. Nothing is imported."""
    found = [Question(_asked(entry), entry) for entry in catalogue if entry.check_source]
    return sorted(found, key=lambda question: question.text)


def measure(pair: Pair, question: Question, images: Images) -> Reading | None:
    """Return what a check reads of the run that is handed out; None if it does not apply to it."""
    check = load(question.entry, images).check
    assert check is not None  # its source was found
    try:
        return read(check, Setup(pair.task, pair.recipes[recipe_of(pair)], SEED, CPU))
    except UserError:
        raise
    except Exception as error:  # of a check, at a run that is unlike its own
        raise UserError(
            f"This cannot be measured here: {type(error).__name__}: {error}. Ask something else."
        ) from error


def _asked(entry: Entry) -> str:
    """Return the first line of a check's docstring."""
    (function,) = ast.parse(entry.check_source).body
    assert isinstance(function, ast.FunctionDef)
    return (ast.get_docstring(function) or entry.name).partition("\n")[0]
