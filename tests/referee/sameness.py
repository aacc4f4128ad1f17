"""The proof that other words change nothing: `python -m tests.referee.sameness [component ...]`.

Every recipe of the catalogue is trained as the catalogue has it and in other words, and its script is run in other
words. The losses must be the same ones, float for float.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.referee.conftest import CPU
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import Pair, load
from trainwreck.pairs.packs import BUILT_IN
from trainwreck.referee.case import Case, unobserved
from trainwreck.referee.subject import Subject, subjects
from trainwreck.scripts.faithful import outcome
from trainwreck.tasks.sources import Digits
from trainwreck.training.run import Run
from trainwreck.training.streams import Stream, derive

SEED = 7


def shown(component: str) -> list[Subject]:
    """Return every recipe of a component on one seed."""
    catalogue = Catalogue(BUILT_IN)
    pairs: list[Pair] = [load(entry, Digits()) for entry in catalogue if entry.component == component]
    return subjects(catalogue, pairs, [SEED])


def told(subject: Subject, key: str) -> Iterator[str]:
    """Train a subject as it is and in other words; yield what differs."""
    as_it_is, varied = subject.brief(CPU), replace(subject, variant=key).brief(CPU)
    if as_it_is.source == varied.source or as_it_is.script == varied.script:
        yield "the words are the same"
    run, again = trained(as_it_is), trained(varied)
    if repr(again.losses) != repr(run.losses) or repr(again.final) != repr(run.final):  # NaN is like NaN
        yield "the run is another"
    if varied.script:
        available, held_back = subject.pair.task.data(derive(subject.seed, Stream.DATA))
        made = outcome(varied.script, subject.pair.task, available, held_back)
        if repr(list(made.losses[: len(run.losses)])) != repr(list(run.losses)):
            yield "the script is another run"


def trained(brief) -> Run:
    """Train what a case shows."""
    with tempfile.TemporaryDirectory() as folder:
        return unobserved(Case(brief, Path(folder)))


if __name__ == "__main__":
    for name in sys.argv[1:] or Catalogue(BUILT_IN).components():
        recipes = shown(name)
        differing = {f"{one.truth.scenario}/{one.truth.recipe}": list(told(one, "measured")) for one in recipes}
        wrong = {place: what for place, what in differing.items() if what}
        print(f"{name}: {len(recipes)} recipes, {len(wrong)} differ {wrong or ''}", flush=True)  # noqa: T201
