"""All checks of a catalogue, asked about somebody's own training; what each read, or why it could not be asked."""

import io
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, replace
from time import perf_counter

import torch

from trainwreck.examining.fitness import doubtful, of_layers_that_learn, of_the_step, unfit
from trainwreck.examining.manner import Manner
from trainwreck.examining.material import Material, Start
from trainwreck.examining.tape import Several
from trainwreck.pairs.checks import words_of
from trainwreck.pairs.loading import Pair
from trainwreck.training.run import Reading
from trainwreck.training.streams import Stream, isolated, reseed

TEXTBOOK = Manner()


@dataclass(frozen=True)
class Answer:
    """What a check says of a training.

    ``reading``  what it read; None if it was not asked, does not apply, or has raised.
    ``unasked``  why it was not asked. ``raised``: the exception that it ended with.
    """

    pair: Pair
    reading: Reading | None = None
    unasked: str = ""
    raised: str = ""

    @property
    def accuses(self) -> bool:
        """Whether the check is suspicious."""
        return self.reading is not None and self.reading.suspicious

    @property
    def applies(self) -> bool:
        """Whether it has read anything."""
        return self.reading is not None


def answers(material: Material, pairs: Iterable[Pair], seconds: float) -> Iterator[Answer]:
    """Ask the checks of scenarios about a training, as long as the time is not up."""
    until = perf_counter() + seconds
    for pair in pairs:
        if pair.check is None:
            continue
        why = _missing(pair, material) or unfit(pair, material)
        if not why and perf_counter() > until:
            why = f"the {seconds:g} seconds for checks were over"
        yield Answer(pair, unasked=why) if why else _asked(pair, material)


def _missing(pair: Pair, material: Material) -> str:
    assert pair.check is not None
    words = words_of(pair.check)
    for word in words:
        why = material.why_not(word, words)
        if why:
            return f"`{word}`: {why}"
    return ""


def _asked(pair: Pair, material: Material) -> Answer:
    """Ask one check; whatever it does with what it gets, and however it ends, is felt by nobody else."""
    try:
        reading = _read(pair, material)
        doubt = ""
        if reading and reading.suspicious:
            doubt = doubtful(pair, material) or of_layers_that_learn(reading, material) or _of_any_step(pair, material)
    except Several as error:
        return Answer(pair, unasked=str(error))
    except Exception as error:
        return Answer(pair, raised=f"{type(error).__name__}: {error}".splitlines()[0])
    return Answer(pair, unasked=f"suspicious, but {doubt}") if doubt else Answer(pair, reading)


def _of_any_step(pair: Pair, material: Material) -> str:
    """Return why a fault of the step is none: if the check accuses a textbook's step in its place as well."""
    if not of_the_step(pair) or material.step is None:
        return ""
    reading = _read(pair, replace(material, step=TEXTBOOK.step))
    return "it suspects a textbook's step as well" if reading and reading.suspicious else ""


def _read(pair: Pair, material: Material) -> Reading | None:
    """Return what a check reads."""
    assert pair.check is not None
    found: list[Start] = []

    def start() -> Start:
        if not found:
            found.append(material.start())
        return found[0]

    with alone(material):
        return pair.check(**{word: material.word(word, start) for word in words_of(pair.check)})


@contextmanager
def alone(material: Material) -> Iterator[None]:
    """Let what is done in here be felt nowhere else."""
    inputs = material.batches[0][0] if material.batches else torch.empty(0)
    with isolated(inputs.device), warnings.catch_warnings(), redirect_stdout(io.StringIO()), torch.enable_grad():
        warnings.simplefilter("ignore")
        reseed(0, Stream.LOOP)
        yield
