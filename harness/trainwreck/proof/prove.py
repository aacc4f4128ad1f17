"""Prove many entries in one go: load, train what is not on record, judge each as soon as its runs are there."""

import json
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch

from trainwreck.errors import UserError
from trainwreck.pairs.checks import read
from trainwreck.pairs.entries import Entry
from trainwreck.pairs.loading import Pair, load, shown
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.environment import environment
from trainwreck.proof.fingerprint import digest, fingerprint
from trainwreck.proof.records import Records
from trainwreck.proof.verdict import Verdict, untrained, verdicts
from trainwreck.training.run import Run
from trainwreck.training.setup import Setup


@dataclass(frozen=True)
class Job:
    """One run that is to be trained."""

    entry: Entry
    recipe: str
    seed: int

    def place(self, conditions: Conditions) -> str:
        """Return where its record lies below a folder of records."""
        return f"{conditions.name}/{self.entry.component}.{self.entry.name}/{self.recipe}-{self.seed}.json"

    def fingerprint(self, conditions: Conditions) -> str:
        """Return what its record must carry to be believed."""
        made_of = (fingerprint(self.entry), json.dumps(environment()), conditions.name, self.recipe, str(self.seed))
        return digest(made_of)


@dataclass(frozen=True)
class Failure:
    """A run that could not be trained, and why."""

    message: str


@dataclass(frozen=True, eq=False)
class Proof:
    """An entry's runs, by recipe and in the order of the seeds, and what they prove."""

    entry: Entry
    verdicts: list[Verdict]
    pair: Pair | None = None
    runs: dict[str, list[Run]] = field(default_factory=dict)


def prove(
    entries: Sequence[Entry],
    conditions: Conditions,
    *,
    workers: int = 1,
    records: Records | None = None,
    resume: bool = False,
    expect: Callable[[int], None] = lambda _: None,
    advance: Callable[[], None] = lambda: None,
) -> Iterator[Proof]:
    """Train all recipes of all entries, and yield each entry's proof when its last run is done.

    ``expect`` is told how many runs there will be, ``advance`` is called after each. Every run is written to
    ``records``; with ``resume`` the runs found there are not trained again.
    """
    jobs: list[Job] = []
    pairs: dict[Entry, Pair] = {}
    for entry in entries:
        try:
            pairs[entry] = load(entry, conditions.images)
        except UserError as error:
            yield Proof(entry, [untrained(entry, str(error))])
            continue
        jobs += [Job(entry, recipe, seed) for recipe in pairs[entry].recipes for seed in conditions.seeds]
    expect(len(jobs))
    finished: dict[Entry, dict[Job, Run | Failure]] = defaultdict(dict)
    for job, result in _results(jobs, conditions, workers, records, resume):
        finished[job.entry][job] = result
        advance()
        pair = pairs[job.entry]
        if len(finished[job.entry]) == len(pair.recipes) * len(conditions.seeds):
            yield _proof(pair, finished.pop(job.entry), conditions.seeds)


def _results(
    jobs: Sequence[Job], conditions: Conditions, workers: int, records: Records | None, resume: bool
) -> Iterator[tuple[Job, Run | Failure]]:
    missing = []
    for job in jobs:
        recorded = _recorded(job, conditions, records) if records and resume else None
        if recorded:
            yield job, recorded
        else:
            missing.append(job)
    for job, result in train_all(missing, conditions, workers):
        if records and isinstance(result, Run):
            records.write(job.place(conditions), job.fingerprint(conditions), result.as_dict())
        yield job, result


def _recorded(job: Job, conditions: Conditions, records: Records) -> Run | None:
    run = records.read(job.place(conditions), job.fingerprint(conditions), Run.from_dict)
    return run if run and run.seed == job.seed and run.losses else None


def train_all(jobs: Sequence[Job], conditions: Conditions, workers: int) -> Iterator[tuple[Job, Run | Failure]]:
    """Train all jobs, in ``workers`` processes, and yield each with its result as it finishes, in any order.

    A result does not depend on the number of workers: each run seeds itself and uses one thread.
    """
    if workers == 1:
        for job in jobs:
            yield job, _trained(job, conditions)
        return
    from joblib import Parallel, delayed

    parallel = Parallel(n_jobs=workers, return_as="generator_unordered", batch_size=1)
    results = parallel(delayed(_numbered)(n, job, conditions) for n, job in enumerate(jobs))
    with closing(results):
        for number, result in results:
            yield jobs[number], result


def _numbered(number: int, job: Job, conditions: Conditions) -> tuple[int, Run | Failure]:
    return number, _trained(job, conditions)


def _trained(job: Job, conditions: Conditions) -> Run | Failure:
    try:
        return train_recipe(load(job.entry, conditions.images), job.recipe, job.seed, conditions.device)
    except UserError as error:
        return Failure(str(error))


def train_recipe(pair: Pair, recipe: str, seed: int, device: torch.device) -> Run:
    """Train one of a pair's recipes, and ask its check; an exception from its code becomes a UserError that names the place."""
    try:
        setup = Setup(pair.task, pair.recipes[recipe], seed, device)
        return replace(setup.run, reading=read(pair.check, setup) if pair.check else None)
    except UserError:
        raise
    except (Exception, SystemExit) as error:
        notes = "".join(f" ({note})" for note in getattr(error, "__notes__", ()))
        raise UserError(
            f"{pair.entry.component}/{pair.name}, recipe {recipe!r}, seed {seed}{_where(pair.entry, error)}: training "
            f"stopped with {type(error).__name__}: {error}{notes}\n"
            "Mend the recipe: its model, loss and data must fit together."
        ) from error


def _where(entry: Entry, error: BaseException) -> str:
    """Return file and line of the recipe's own code that an error came from, if it came from there."""
    own = (entry.path, entry.fix_path)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if Path(frame.filename) in own:
            return f" ({shown(Path(frame.filename))}, line {frame.lineno})"
    return ""


def _proof(pair: Pair, results: dict[Job, Run | Failure], seeds: Sequence[int]) -> Proof:
    for result in results.values():
        if isinstance(result, Failure):
            return Proof(pair.entry, [untrained(pair.entry, result.message)])
    by_place = {(job.recipe, job.seed): run for job, run in results.items() if isinstance(run, Run)}
    runs = {recipe: [by_place[recipe, seed] for seed in seeds] for recipe in pair.recipes}
    return Proof(pair.entry, verdicts(pair, runs), pair, runs)
