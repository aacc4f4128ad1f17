"""What tools are scored on: set-ups of the catalogue, each on a seed of its own, each with the truth about it.

In a sitting every scenario is there once, broken or mended by one of its fixes, as a secret coin has it, and so is
every control. So nobody gains by putting siblings side by side, or by counting how often a scenario has come. The
secret is published with the scorecard, and whoever has it draws the same sittings again.
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
from trainwreck.proof.results import Results
from trainwreck.proof.severity import severities_of
from trainwreck.referee.accepted import accepted
from trainwreck.referee.answer import Cause
from trainwreck.referee.case import Brief
from trainwreck.referee.vocabulary import Vocabulary
from trainwreck.scripts.bare import bare
from trainwreck.scripts.script import script
from trainwreck.training.recipe import Recipe, delta
from trainwreck.training.setup import own
from trainwreck.training.split import Split
from trainwreck.training.streams import Stream, derive
from trainwreck.training.task import Images
from trainwreck.variants.variant import varied

Kind = Literal["broken", "fixed", "control"]

DATA = "data"  # the one component that no recipe holds: its faults are there still, unless a fix changes …
WHAT_MEETS_DATA = {"prepare", "loader"}  # … what the network is given of the data
MOST_SEEDS = 2**31


@dataclass(frozen=True)
class Truth:
    """What an expert would say of a set-up.

    ``causes``    the answers that are right, the scenario's own first; none for what is healthy.
    ``severity``  of what is broken, from 1, which hardly hurts, to 5; None where the fault has no degree.
    ``symptom``   what the scenario shows while it is broken; None of a control.
    ``gain``      of the true score by the best of the scenario's fixes, as the study has it; None if not studied.
    ``leaves``    of a fixed set-up, the components whose faults the fix leaves as they were.
    """

    component: str
    scenario: str
    recipe: str
    kind: Kind
    causes: tuple[Cause, ...]
    severity: int | None = None
    symptom: str | None = None
    gain: float | None = None
    leaves: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it is a recipe of the catalogue, and not one of its faults at another severity."""
        return self.kind != "broken" or self.recipe == BROKEN

    @property
    def components(self) -> frozenset[str]:
        """The components that may be blamed."""
        return frozenset(cause.component for cause in self.causes)


@dataclass(frozen=True, eq=False)
class Subject:
    """One recipe on one seed, and the truth about it.

    ``vocabulary``  what may be named. ``first``: whether it is of the first sitting: there, overhead is measured.
    ``variant``  what the words are drawn from in which its code is shown; None if it is shown as the catalogue has it.
    """

    truth: Truth
    pair: Pair
    seed: int
    vocabulary: Vocabulary
    first: bool = False
    variant: str | None = None

    @property
    def source(self) -> str:
        """The recipe's code, in the catalogue's own words."""
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
        source, script = self.source, self._script(available)
        if self.variant is not None:
            source, script = varied([source, script], self.variant)
        return Brief(
            source=source,
            script=script,
            available=own(available),
            deployed=own(deployed),
            score=task.score,
            seed=self.seed,
            device=device,
            vocabulary=self.vocabulary.faults,
        )

    def _script(self, available: Split) -> str:
        """Return the recipe as a script, in the catalogue's words; nothing if it has a form without counterpart."""
        try:
            return bare(script(self.pair, self._recipe, available, self.seed))
        except UserError:
            return ""


def subjects(catalogue: Catalogue, pairs: Iterable[Pair], seeds: Sequence[int]) -> list[Subject]:
    """Return all recipes on all seeds, siblings on the same ones: for a tool's own tests."""
    experts = _Experts(catalogue)
    return [
        Subject(truth, pair, seed, experts.vocabulary, first=seed == seeds[0])
        for pair in pairs
        for truth in experts.truths(pair)
        for seed in seeds
    ]


def sittings(
    catalogue: Catalogue,
    pairs: Iterable[Pair],
    numbers: Sequence[int],
    secret: str,
    severities_on: Images | None = None,
    variants: bool = False,
) -> list[Subject]:
    """Return each scenario and each control once a sitting, in an order that tells nothing.

    ``secret``         decides what is shown of each, on which seed, and the order.
    ``severities_on``  a source of images: only faults of degree are shown then, at any severity, all as likely.
    ``variants``       whether code is shown in other words, of the secret's choice.
    """
    experts, found = _Experts(catalogue), []
    for pair in pairs if severities_on is None else _of_degree(pairs):
        truths = list(experts.truths(pair))
        for number in numbers:
            dice = random.Random(f"{secret} {number} {pair.name}")
            kind = dice.choice(("broken", "fixed"))  # a scenario with many fixes is as often broken as another
            shown = dice.choice([truth for truth in truths if truth.kind in (kind, "control")])
            seed, words = dice.randrange(MOST_SEEDS), f"{secret} {number} {pair.name}" if variants else None
            plain = Subject(shown, pair, seed, experts.vocabulary, number == numbers[0], words)
            found.append(_seated(plain, dice, severities_on))
    random.Random(secret).shuffle(found)
    return found


def _of_degree(pairs: Iterable[Pair]) -> list[Pair]:
    found = [pair for pair in pairs if severities_of(pair)]
    if not found:
        raise UserError("No fault among these is a matter of degree, so there are no severities. Ask without them.")
    return found


def _seated(plain: Subject, dice: random.Random, severities_on: Images | None) -> Subject:
    """Return a subject, at a severity that the dice choose if there are any and they were asked for."""
    if severities_on is None or plain.truth.severity is None:
        return plain
    return dice.choice([plain, *_at_others(plain, severities_on)])


def _at_others(plain: Subject, images: Images) -> Iterator[Subject]:
    """Yield a broken recipe at the severities that are not its own."""
    found = severities_of(plain.pair)
    assert found is not None
    for severity in range(1, len(found.doses) + 1):
        if severity != plain.truth.severity:
            truth = replace(plain.truth, recipe=f"{BROKEN} at severity {severity}", severity=severity)
            yield replace(plain, truth=truth, pair=dosed(plain.pair, severity, images))


class _Experts:
    """What those who made a catalogue know of its recipes."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.vocabulary = Vocabulary.of(catalogue)
        self.accepted = accepted(catalogue)
        studied = Results(catalogue.root / "results").study.read()
        self.gains = {str(name): float(gain) for name, gain in studied.groupby("scenario").gain.max().dropna().items()}

    def truths(self, pair: Pair) -> Iterator[Truth]:
        """Yield the truth about each recipe of a pair."""
        component, name = pair.entry.component, pair.name
        if pair.broken is None:
            yield from (Truth(component, name, recipe, "control", ()) for recipe in pair.recipes)
            return
        symptom, gain, causes = str(pair.symptom), self.gains.get(name), self.accepted[name]
        found = severities_of(pair)
        severity = found.doses.index(found.plain) + 1 if found else None
        yield Truth(component, name, BROKEN, "broken", causes, severity, symptom, gain)
        for recipe, fixed in pair.fixes.items():
            leaves = _left(component, pair.broken, fixed)
            yield Truth(component, name, recipe, "fixed", (), None, symptom, gain, leaves)


def _left(component: str, broken: Recipe, fixed: Recipe) -> tuple[str, ...]:
    """Return the component in which the fault is, if it is in the data and the fix lives with it."""
    lives_with_it = component == DATA and not WHAT_MEETS_DATA & set(delta(broken, fixed))
    return (DATA,) if lives_with_it else ()
