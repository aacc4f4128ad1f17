"""Checks: a fault made measurable, as a function of ordinary PyTorch objects.

A check asks for what it needs by the names of its parameters, as a pytest fixture does. ``VOCABULARY`` has the words,
each with the moment at which it is looked at; whatever a check does with them, it does with copies.
"""

import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trainwreck.errors import UserError, suggest
from trainwreck.training.run import Reading
from trainwreck.training.setup import Setup, Start

Check = Callable[..., Reading | None]


@dataclass(frozen=True)
class Word:
    """A name that a check may ask for: what it stands for, and how to get it from a set-up and a fresh start of it."""

    meaning: str
    get: Callable[[Setup, Callable[[], Start]], Any]
    after: bool = False  # of the end of the training


VOCABULARY: dict[str, Word] = {
    "raw": Word("the data as they were given, before any preparation: a `Split`", lambda s, _: s.raw),
    "prepare": Word("the set-up's own preparation: from raw data to `Prepared`", lambda s, _: s.prepared),
    "new": Word(
        "inputs as the model will meet them in use, before any preparation, without targets", lambda s, _: s.new
    ),
    "train": Word("the training part, prepared: a `Split`", lambda s, _: s.exam.train),
    "validation": Word("the validation part, prepared: a `Split`", lambda s, _: s.exam.validation),
    "model": Word("a fresh model, before its first step", lambda _, start: start().model),
    "loss": Word("its loss function", lambda _, start: start().loss),
    "optimizer": Word("its optimizer", lambda _, start: start().optimizer),
    "schedule": Word("its schedule, or None", lambda _, start: start().schedule),
    "loader": Word("the loader over the training part", lambda _, start: start().loader),
    "inputs": Word("the inputs of the first batch", lambda _, start: start().inputs),
    "targets": Word("the targets of the first batch", lambda _, start: start().targets),
    "update": Word(
        "`update(inputs, targets)` makes one step of `model` the way the set-up does, and returns the loss before it",
        lambda s, start: lambda inputs, targets: s.update(start(), inputs, targets),
    ),
    "epochs": Word("the number of epochs planned", lambda s, _: s.recipe.epochs),
    "stop": Word(
        "a fresh copy of what may end the training and restore earlier weights, or None",
        lambda s, _: s.recipe.stop() if s.recipe.stop else None,
    ),
    "predict": Word("`predict(model, inputs)` as the set-up predicts", lambda s, _: s.recipe.predict),
    "log": Word("losses and rates a step, scores an epoch: a `Log`", lambda s, _: (s.run, s.log)[1], after=True),
    "trained": Word("the model that came out of the training", lambda s, _: s.trained, after=True),
}


def words_of(check: Check) -> list[str]:
    """Return what a check asks for; a UserError names a word that there is not."""
    words = list(inspect.signature(check).parameters)
    for word in words:
        if word not in VOCABULARY:
            raise UserError(
                f"A check asks for {word!r}, which is no word.{suggest(word, VOCABULARY)} It may ask for: "
                f"{', '.join(VOCABULARY)}."
            )
    return words


def read(check: Check, setup: Setup) -> Reading | None:
    """Return what a check reads of a set-up; None if it does not apply to it."""
    words = words_of(check)
    found: list[Start] = []

    def start() -> Start:
        if not found:
            found.append(setup.start())
        return found[0]

    def look(setup: Setup) -> Reading | None:
        # What comes after the training is asked for first: the fresh start must be the last to set the random state.
        values = {word: VOCABULARY[word].get(setup, start) for word in sorted(words, key=_late_first)}
        return check(**values)

    reading: Reading | None = setup.looked_at(look)
    if reading is not None:
        _require_plain(reading)
    return reading


def _require_plain(reading: object) -> None:
    """Refuse what could not be kept in a record."""
    if not isinstance(reading, Reading):
        raise TypeError(f"a check must return a Reading or None, and returned {type(reading).__name__}")
    if not isinstance(reading.suspicious, bool):
        raise TypeError(f"a Reading is suspicious or not, and this one is {reading.suspicious!r}: make a bool of it")
    try:
        json.dumps(reading.value)
    except TypeError as error:
        raise TypeError(f"a Reading's value must be of JSON's types ({error}): call item() or tolist()") from error


def _late_first(word: str) -> bool:
    return not VOCABULARY[word].after
