"""Train many runs: in this process, or in several at once."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import torch

from harness.catalogue import Entry
from harness.errors import UserError
from harness.loading import Loaded, load
from harness.run import Run
from harness.sources import Images
from harness.training import train


@dataclass(frozen=True)
class Job:
    """One run that is to be trained."""

    entry: Entry
    recipe: str
    seed: int


@dataclass(frozen=True)
class Failure:
    """A run that could not be trained, and why."""

    message: str


def perform(job: Job, images: Images, device: torch.device) -> Run | Failure:
    """Train one run. What the recipe's own code raises becomes a Failure that names the place."""
    try:
        return train_recipe(load(job.entry, images), job.recipe, job.seed, device)
    except UserError as error:
        return Failure(str(error))


def train_recipe(loaded: Loaded, recipe: str, seed: int, device: torch.device) -> Run:
    """Train one of a scenario's recipes; an exception from its code becomes a UserError that names the place."""
    try:
        return train(loaded.case.task, loaded.recipes[recipe], seed, device)
    except UserError:
        raise
    except Exception as error:
        place = f"{loaded.entry.component}/{loaded.entry.name}, recipe {recipe!r}, seed {seed}"
        notes = "".join(f" ({note})" for note in getattr(error, "__notes__", ()))
        raise UserError(
            f"{place}: training stopped with {type(error).__name__}: {error}{notes}\n"
            "Mend the recipe: its model, loss and data must fit together."
        ) from error


def perform_all(
    jobs: Sequence[Job], images: Images, device: torch.device, workers: int
) -> Iterator[tuple[Job, Run | Failure]]:
    """Train all jobs, in ``workers`` processes, and yield each with its result as it finishes, in any order.

    A result does not depend on the number of workers: each run seeds itself and uses one thread.
    """
    if workers == 1:
        for job in jobs:
            yield job, perform(job, images, device)
        return
    from joblib import Parallel, delayed

    parallel = Parallel(n_jobs=workers, return_as="generator_unordered", batch_size=1)
    results = parallel(delayed(_numbered)(n, job, images, device) for n, job in enumerate(jobs))
    with closing(results):
        for number, result in results:
            yield jobs[number], result


def _numbered(number: int, job: Job, images: Images, device: torch.device) -> tuple[int, Run | Failure]:
    return number, perform(job, images, device)
