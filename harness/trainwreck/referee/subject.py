"""What tools are scored on: every recipe of the catalogue on several seeds, each with the truth about it."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import torch

from trainwreck.pairs.entries import BROKEN, Catalogue
from trainwreck.pairs.loading import Pair
from trainwreck.pairs.source import setup_source
from trainwreck.referee.answer import Cause
from trainwreck.referee.case import Brief, own
from trainwreck.referee.vocabulary import Vocabulary
from trainwreck.training.streams import Stream, derive

Kind = Literal["broken", "fixed", "control"]


@dataclass(frozen=True)
class Truth:
    """What an expert would say of a set-up.

    ``causes``  the answers that are right, the scenario's own first; none for what is healthy.
    """

    component: str
    scenario: str
    recipe: str
    kind: Kind
    causes: tuple[Cause, ...]

    @property
    def components(self) -> frozenset[str]:
        """The components that may be blamed."""
        return frozenset(cause.component for cause in self.causes)

    @property
    def faults(self) -> frozenset[str]:
        """The faults that may be named."""
        return frozenset(cause.fault for cause in self.causes if cause.fault)


@dataclass(frozen=True, eq=False)
class Subject:
    """One recipe on one seed, and the truth about it."""

    truth: Truth
    pair: Pair
    seed: int

    def brief(self, device: torch.device) -> Brief:
        """Return the case without the truth."""
        task = self.pair.task
        available, held_back = task.data(derive(self.seed, Stream.DATA))
        source = setup_source(self.pair.entry, self.truth.recipe)
        deployed = held_back.take(slice(1))
        return Brief(source, own(available), own(deployed), task.score, self.seed, device)


def subjects(catalogue: Catalogue, pairs: Iterable[Pair], seeds: Sequence[int]) -> list[Subject]:
    """Return all recipes on all seeds, in an order that tells nothing."""
    words = Vocabulary.of(catalogue)
    found = [Subject(truth, one, seed) for one in pairs for truth in _truths(one, words) for seed in seeds]
    random.Random(0).shuffle(found)
    return found


def _truths(pair: Pair, words: Vocabulary) -> Iterator[Truth]:
    entry = pair.entry
    for recipe in pair.recipes:
        if pair.broken is None:
            yield Truth(entry.component, entry.name, recipe, "control", ())
        elif recipe == BROKEN:
            named = getattr(pair.truth, "also_accepted", {})
            accepted = [words.cause(name) for name in named]
            yield Truth(entry.component, entry.name, recipe, "broken", (Cause(entry.component, entry.name), *accepted))
        else:
            yield Truth(entry.component, entry.name, recipe, "fixed", ())
