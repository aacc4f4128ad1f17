"""Prove many entries in one go: load, train what is not on record, judge each as soon as its runs are there."""

import json
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import torch

from trainwreck.errors import UserError
from trainwreck.pairs.checks import read
from trainwreck.pairs.entries import Entry
from trainwreck.pairs.loading import Pair, load, shown
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.environment import environment
from trainwreck.proof.fingerprint import digest, fingerprint
from trainwreck.proof.kept import Failure
from trainwreck.proof.records import Records
from trainwreck.proof.verdict import Verdict, untrained, verdicts
from trainwreck.proof.workers import spread
from trainwreck.training.null import null_report
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


@dataclass(frozen=True, eq=False)
class Proof:
    """An entry's runs, by recipe and in the order of the seeds, and what they prove."""

    entry: Entry
    verdicts: list[Verdict]
    pair: Pair | None = None
    runs: dict[str, list[Run]] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether there is a verdict, and every one holds."""
        return bool(self.verdicts) and all(verdict.holds for verdict in self.verdicts)


def prove(
    entries: Sequence[Entry],
    conditions: Conditions,
    *,
    workers: int = 1,
    records: Records | None = None,
    resume: bool = False,
    impostors: bool = False,
    expect: Callable[[int], None] = lambda _: None,
    advance: Callable[[], None] = lambda: None,
) -> Iterator[Proof]:
    """Train all recipes of all entries, and yield each entry's proof when its last run is done.

    ``expect`` is told how many runs there will be, ``advance`` is called after each. Every run is written to
    ``records``; with ``resume`` the runs found there are not trained again. ``impostors`` are trained too if that is
    asked for. Whatever is wrong with one entry is told by its verdict, and the others go on.
    """
    jobs: list[Job] = []
    pairs: dict[Entry, Pair] = {}
    trained: dict[Entry, list[str]] = {}
    for entry in entries:
        try:
            pairs[entry] = load(entry, conditions.images)
        except Exception as error:
            yield Proof(entry, [untrained(entry, told(error))])
            continue
        trained[entry] = list(pairs[entry].everything if impostors else pairs[entry].recipes)
        jobs += [Job(entry, recipe, seed) for recipe in trained[entry] for seed in conditions.seeds]
    expect(len(jobs))
    finished: dict[Entry, dict[Job, Run | Failure]] = defaultdict(dict)
    for job, result in _results(jobs, conditions, workers, records, resume):
        finished[job.entry][job] = result
        advance()
        if len(finished[job.entry]) == len(trained[job.entry]) * len(conditions.seeds):
            yield _proof(pairs[job.entry], trained[job.entry], finished.pop(job.entry), conditions.seeds)


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
    # A result does not depend on the number of workers: each run seeds itself and uses one thread.
    for job, result in spread(partial(_trained, conditions=conditions), missing, workers):
        if records and isinstance(result, Run):
            records.write(job.place(conditions), job.fingerprint(conditions), result.as_dict())
        yield job, result


def _recorded(job: Job, conditions: Conditions, records: Records) -> Run | None:
    run = records.read(job.place(conditions), job.fingerprint(conditions), Run.from_dict)
    return run if run and run.seed == job.seed and run.losses else None


def _trained(job: Job, conditions: Conditions) -> Run | Failure:
    try:
        return train_recipe(load(job.entry, conditions.images), job.recipe, job.seed, conditions.device)
    except Exception as error:
        return Failure(told(error))


def train_recipe(pair: Pair, recipe: str, seed: int, device: torch.device) -> Run:
    """Train one of a pair's recipes and ask its check; where the report is judged, train it on permuted targets too.

    What their code raises becomes a UserError that says where.
    """
    try:
        setup = Setup(pair.task, pair.everything[recipe], seed, device)
        run = replace(setup.run, reading=read(pair.check, setup) if pair.check else None)
        if not pair.judged_by_report:
            return run
        return replace(run, null_report=null_report(pair.task, pair.everything[recipe], seed, device))
    except (Exception, SystemExit) as error:
        place = f"{pair.entry.component}/{pair.name}, recipe {recipe!r}, seed {seed}{_where(pair.entry, error)}"
        if isinstance(error, UserError):
            raise UserError(f"{place}: {error}") from error
        notes = "".join(f" ({note})" for note in getattr(error, "__notes__", ()))
        raise UserError(
            f"{place}: training stopped with {told(error)}{notes}\n"
            "Correct the recipe: its model, loss and data must fit together."
        ) from error


def told(error: BaseException) -> str:
    """Return what an exception says, by its type if it is none of ours."""
    return str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"


def _where(entry: Entry, error: BaseException) -> str:
    """Return file and line of the recipe's own code that an error came from, if it came from there."""
    own = (entry.path, entry.fix_path)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if Path(frame.filename) in own:
            return f" ({shown(Path(frame.filename))}, line {frame.lineno})"
    return ""


def _proof(pair: Pair, trained: Sequence[str], results: dict[Job, Run | Failure], seeds: Sequence[int]) -> Proof:
    for result in results.values():
        if isinstance(result, Failure):
            return Proof(pair.entry, [untrained(pair.entry, result.message)])
    by_place = {(job.recipe, job.seed): run for job, run in results.items() if isinstance(run, Run)}
    runs = {recipe: [by_place[recipe, seed] for seed in seeds] for recipe in trained}
    try:
        return Proof(pair.entry, verdicts(pair, runs), pair, runs)
    except Exception as error:
        return Proof(pair.entry, [untrained(pair.entry, f"Its runs could not be judged: {told(error)}")])
