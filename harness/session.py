"""Prove many scenarios in one go: load, train what is missing, judge each as soon as its runs are there."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from harness.catalogue import Entry
from harness.errors import UserError
from harness.execution import Failure, Job, perform_all
from harness.loading import Loaded, load
from harness.outcome import Outcome, outcomes, untrained
from harness.run import Run
from harness.settings import Settings
from harness.store import Store


@dataclass(frozen=True, eq=False)
class Proof:
    """An entry's runs, by recipe and in the order of the seeds, and what they prove."""

    entry: Entry
    outcomes: list[Outcome]
    loaded: Loaded | None = None
    runs: dict[str, list[Run]] = field(default_factory=dict)


def prove(
    entries: Sequence[Entry],
    settings: Settings,
    *,
    workers: int = 1,
    store: Store | None = None,
    resume: bool = False,
    expect: Callable[[int], None] = lambda _: None,
    advance: Callable[[], None] = lambda: None,
) -> Iterator[Proof]:
    """Train all recipes of all entries, and yield each entry's proof when its last run is done.

    ``expect`` is told how many runs there will be, ``advance`` is called after each. Every run is written to
    ``store``; with ``resume`` the runs found there are not trained again.
    """
    jobs: list[Job] = []
    loads: dict[Entry, Loaded] = {}
    for entry in entries:
        try:
            loads[entry] = load(entry, settings.images)
        except UserError as error:
            yield Proof(entry, [untrained(entry, str(error))])
            continue
        jobs += [Job(entry, recipe, seed) for recipe in loads[entry].recipes for seed in settings.seeds]
    expect(len(jobs))
    finished: dict[Entry, dict[Job, Run | Failure]] = defaultdict(dict)
    for job, result in _results(jobs, settings, workers, store, resume):
        finished[job.entry][job] = result
        advance()
        loaded = loads[job.entry]
        if len(finished[job.entry]) == len(loaded.recipes) * len(settings.seeds):
            yield _proof(loaded, finished.pop(job.entry), settings.seeds)


def _results(
    jobs: Sequence[Job], settings: Settings, workers: int, store: Store | None, resume: bool
) -> Iterator[tuple[Job, Run | Failure]]:
    missing = []
    for job in jobs:
        recorded = store.read(job) if store and resume else None
        if recorded:
            yield job, recorded
        else:
            missing.append(job)
    for job, result in perform_all(missing, settings.images, settings.device, workers):
        if store and isinstance(result, Run):
            store.write(job, result)
        yield job, result


def _proof(loaded: Loaded, results: dict[Job, Run | Failure], seeds: Sequence[int]) -> Proof:
    for result in results.values():
        if isinstance(result, Failure):
            return Proof(loaded.entry, [untrained(loaded.entry, result.message)])
    by_place = {(job.recipe, job.seed): run for job, run in results.items() if isinstance(run, Run)}
    runs = {recipe: [by_place[recipe, seed] for seed in seeds] for recipe in loaded.recipes}
    return Proof(loaded.entry, outcomes(loaded, runs), loaded, runs)
