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
from trainwreck.referee.case import Brief
from trainwreck.training.split import Split
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
        return Brief(source, own(available), own(held_back.take(slice(1))), task.score, self.seed, device)


def subjects(catalogue: Catalogue, pairs: Iterable[Pair], seeds: Sequence[int]) -> list[Subject]:
    """Return all recipes on all seeds, in an order that tells nothing."""
    components = {entry.name: entry.component for entry in catalogue}
    found = [Subject(truth, one, seed) for one in pairs for truth in _truths(one, components) for seed in seeds]
    random.Random(0).shuffle(found)
    return found


def own(split: Split) -> Split:
    """Return a split whose tensors have storage of their own: a view would be sent with all that it is a view of."""
    groups = None if split.groups is None else split.groups.clone()
    return Split(split.inputs.clone(), split.targets.clone(), groups)


def _truths(pair: Pair, components: dict[str, str]) -> Iterator[Truth]:
    entry = pair.entry
    for recipe in pair.recipes:
        if pair.broken is None:
            yield Truth(entry.component, entry.name, recipe, "control", ())
        elif recipe == BROKEN:
            named = getattr(pair.truth, "also_accepted", {})
            accepted = [Cause(components[name], name) if name in components else Cause(name) for name in named]
            yield Truth(entry.component, entry.name, recipe, "broken", (Cause(entry.component, entry.name), *accepted))
        else:
            yield Truth(entry.component, entry.name, recipe, "fixed", ())
