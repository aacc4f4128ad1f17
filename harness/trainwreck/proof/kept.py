"""Work that is kept as it is done: what is on record is not done again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from trainwreck.proof.records import Records
from trainwreck.proof.workers import spread

J = TypeVar("J")
R = TypeVar("R")


@dataclass(frozen=True)
class Failure:
    """Work that could not be done, and why."""

    message: str


@dataclass(frozen=True)
class Kept(Generic[J, R]):
    """Where the results of jobs are kept, and how.

    ``place(job)``  returns where its record lies below the folder, and the fingerprint that the record must carry.
    ``make``, ``body``  turn JSON's types into a result, and back.
    """

    records: Records
    place: Callable[[J], tuple[str, str]]
    make: Callable[[Any], R]
    body: Callable[[Any], Any]


def done(jobs: Iterable[J], work: Callable[[J], R], workers: int, kept: Kept[J, R] | None) -> Iterator[tuple[J, R]]:
    """Yield each job with its result: first those on record, then the others, as they are done.

    A failure is not kept: it may be mended, and then it is to be tried again.
    """
    missing = []
    for job in jobs:
        recorded = kept.records.read(*kept.place(job), kept.make) if kept else None
        if recorded is None:
            missing.append(job)
        else:
            yield job, recorded
    for job, result in spread(work, missing, workers):
        if kept and not isinstance(result, Failure):
            kept.records.write(*kept.place(job), kept.body(result))
        yield job, result
