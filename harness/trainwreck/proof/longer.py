"""Was it only too short? Each broken recipe once more, with eight times its epochs."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from statistics import fmean

import pandas as pd

from trainwreck.pairs.entries import BROKEN, Entry
from trainwreck.pairs.loading import Pair, load
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.records import Records
from trainwreck.proof.variants import Variant, trained
from trainwreck.training.recipe import Recipe
from trainwreck.training.task import Images

TIMES = 8
SEEDS = 5
COLUMNS = {
    "component": "str",
    "scenario": "str",
    "goal": "float",
    "epochs": "Int64",
    "seeds": "Int64",
    "score": "float",
    "reached": "Int64",
}
ROOMS = ("proof/longer",)
JUDGED_BY = ("pairs/scenario", *ROOMS)
LENGTHS = ("T_max", "total_iters", "total_steps", "step_size")  # how schedulers call the length of a schedule


def longer(recipe: Recipe, times: int = TIMES) -> Recipe:
    """Return a recipe with more epochs; a schedule, whose length was chosen for the run, is stretched."""
    schedule = recipe.schedule
    if isinstance(schedule, partial):
        stretched = {name: times * value for name, value in schedule.keywords.items() if name in LENGTHS}
        schedule = partial(schedule.func, *schedule.args, **{**schedule.keywords, **stretched})
    return replace(recipe, epochs=times * recipe.epochs, schedule=schedule)


def lengthened(pair: Pair, times: int, _: Images) -> Pair:
    """Return a pair whose broken recipe has as many times its epochs."""
    assert pair.broken is not None
    return replace(pair, broken=longer(pair.broken, times))


def longer_runs(
    entries: Sequence[Entry],
    conditions: Conditions,
    *,
    workers: int = 1,
    records: Records | None = None,
    expect: Callable[[int], None] = lambda _: None,
    advance: Callable[[], None] = lambda: None,
) -> Iterator[pd.DataFrame]:
    """Train every broken recipe for eight times its epochs; yield a table of one row a scenario.

    ``score``    the mean judged score.
    ``reached``  on how many seeds it reached the goal, without any fix.
    """
    pairs = {entry: load(entry, conditions.images) for entry in entries if not entry.is_control}
    variants = [Variant(entry, TIMES, BROKEN, seed) for entry in pairs for seed in conditions.seeds]
    expect(len(variants))
    scores: dict[Entry, list[float]] = defaultdict(list)
    for one, run in trained("longer", variants, lengthened, conditions, workers, records, ROOMS):
        pair = pairs[one.entry]
        scores[one.entry].append(pair.judge(run.final))
        advance()
        if len(scores[one.entry]) == len(conditions.seeds):
            assert pair.broken is not None
            own = scores.pop(one.entry)
            reached = sum(score >= pair.goal for score in own)
            row = (
                one.entry.component,
                one.entry.name,
                pair.goal,
                TIMES * pair.broken.epochs,
                len(own),
                fmean(own),
                reached,
            )
            yield pd.DataFrame([row], columns=list(COLUMNS)).astype(COLUMNS).round(4)
