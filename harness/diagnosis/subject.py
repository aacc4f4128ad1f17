"""What tools are scored on: every recipe of the catalogue on several seeds, each with the truth about it."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import torch

from harness.catalogue import Catalogue
from harness.diagnosis.answer import Cause
from harness.diagnosis.case import Brief
from harness.diagnosis.source import setup_source
from harness.loading import BROKEN, Loaded
from harness.scenario import Scenario
from harness.streams import Stream, derive

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
    loaded: Loaded
    seed: int

    def brief(self, device: torch.device) -> Brief:
        """Return the case without the truth."""
        task = self.loaded.case.task
        available, held_back = task.data(derive(self.seed, Stream.DATA))
        source = setup_source(self.loaded.entry, self.truth.recipe)
        return Brief(source, available, held_back.take(slice(1)), task.score, self.seed, device)


def subjects(catalogue: Catalogue, loaded: Iterable[Loaded], seeds: Sequence[int]) -> list[Subject]:
    """Return all recipes on all seeds, in an order that tells nothing."""
    components = {entry.name: entry.component for entry in catalogue}
    found = [Subject(truth, one, seed) for one in loaded for truth in _truths(one, components) for seed in seeds]
    random.Random(0).shuffle(found)
    return found


def _truths(loaded: Loaded, components: dict[str, str]) -> Iterator[Truth]:
    entry, case = loaded.entry, loaded.case
    for recipe in loaded.recipes:
        if not isinstance(case, Scenario):
            yield Truth(entry.component, entry.name, recipe, "control", ())
        elif recipe == BROKEN:
            accepted = [Cause(components[name], name) if name in components else Cause(name) for name in case.accepts]
            yield Truth(entry.component, entry.name, recipe, "broken", (Cause(entry.component, entry.name), *accepted))
        else:
            yield Truth(entry.component, entry.name, recipe, "fixed", ())
