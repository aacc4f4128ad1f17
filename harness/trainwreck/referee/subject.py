"""What tools are scored on: every recipe of the catalogue on several seeds, each with the truth about it.

A fault that is a matter of degree may be there at all of its severities; the plain one is one of them.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import torch

from trainwreck.errors import UserError
from trainwreck.pairs.entries import BROKEN, Catalogue
from trainwreck.pairs.loading import Pair
from trainwreck.pairs.source import setup_source
from trainwreck.proof.doses import dosed
from trainwreck.proof.severity import severities_of
from trainwreck.referee.answer import Cause
from trainwreck.referee.case import Brief, own
from trainwreck.referee.vocabulary import Vocabulary
from trainwreck.scripts.bare import bare
from trainwreck.scripts.script import script
from trainwreck.training.split import Split
from trainwreck.training.streams import Stream, derive
from trainwreck.training.task import Images

Kind = Literal["broken", "fixed", "control"]


@dataclass(frozen=True)
class Truth:
    """What an expert would say of a set-up.

    ``causes``    the answers that are right, the scenario's own first; none for what is healthy.
    ``severity``  of what is broken, from 1, which hardly hurts, to 5; None where the fault has no degree.
    """

    component: str
    scenario: str
    recipe: str
    kind: Kind
    causes: tuple[Cause, ...]
    severity: int | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it is a recipe of the catalogue, and not one of its faults at another severity."""
        return self.kind != "broken" or self.recipe == BROKEN

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

    @property
    def source(self) -> str:
        """The recipe's code, as a tool is shown it."""
        return setup_source(self.pair.entry, self._recipe, self.pair.dose)

    @property
    def _recipe(self) -> str:
        """The recipe's name in the pair."""
        return self.truth.recipe if self.truth.is_plain else BROKEN

    def brief(self, device: torch.device) -> Brief:
        """Return the case without the truth."""
        task = self.pair.task
        available, held_back = task.data(derive(self.seed, Stream.DATA))
        deployed = held_back.take(slice(1))
        script = self._script(available)
        return Brief(self.source, script, own(available), own(deployed), task.score, self.seed, device)

    def _script(self, available: Split) -> str:
        """Return the recipe as a script, as a tool is shown it; nothing if it is in a form that has no counterpart."""
        try:
            return bare(script(self.pair, self._recipe, available, self.seed))
        except UserError:
            return ""


def subjects(
    catalogue: Catalogue, pairs: Iterable[Pair], seeds: Sequence[int], severities_on: Images | None = None
) -> list[Subject]:
    """Return all recipes on all seeds, in an order that tells nothing.

    ``severities_on``  a source of images: what is broken is then there at all of its severities.
    """
    words = Vocabulary.of(catalogue)
    pairs = list(pairs)
    found = [Subject(truth, one, seed) for one in pairs for truth in _truths(one, words) for seed in seeds]
    if severities_on:
        found += [dosed for plain in found if plain.truth.severity for dosed in _at_others(plain, severities_on)]
    random.Random(0).shuffle(found)
    return found


def _at_others(plain: Subject, images: Images) -> Iterator[Subject]:
    """Yield a broken recipe at the severities that are not its own."""
    found = severities_of(plain.pair)
    assert found is not None
    for severity in range(1, len(found.doses) + 1):
        if severity != plain.truth.severity:
            truth = replace(plain.truth, recipe=f"{BROKEN} at severity {severity}", severity=severity)
            yield Subject(truth, dosed(plain.pair, severity, images), plain.seed)


def _truths(pair: Pair, words: Vocabulary) -> Iterator[Truth]:
    entry = pair.entry
    for recipe in pair.recipes:
        if pair.broken is None:
            yield Truth(entry.component, entry.name, recipe, "control", ())
        elif recipe == BROKEN:
            named = getattr(pair.truth, "also_accepted", {})
            accepted = [words.cause(name) for name in named]
            causes = (Cause(entry.component, entry.name), *accepted)
            found = severities_of(pair)
            severity = found.doses.index(found.plain) + 1 if found else None
            yield Truth(entry.component, entry.name, recipe, "broken", causes, severity)
        else:
            yield Truth(entry.component, entry.name, recipe, "fixed", ())
