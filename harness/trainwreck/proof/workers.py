"""The same function on many things, in several processes that never outlive the one which asked for them."""

import os
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

import psutil  # type: ignore[import-untyped]

from trainwreck.errors import UserError

T = TypeVar("T")
R = TypeVar("R")

WATCH = 0.5  # seconds between two looks at whether the parent is still there

# As for `python -W`. joblib's helper process, which tidies up when we are ended in the midst of it, tells of that on
# the terminal; it takes over the options that we were started with.
TIDIED = "ignore:resource_tracker"


def spread(function: Callable[[T], R], over: Sequence[T], workers: int) -> Iterator[tuple[T, R]]:
    """Call a function on each thing, in ``workers`` processes; yield each with its result as it is done, in any order.

    With one worker it is done here, in order.
    """
    if workers == 1:
        yield from ((thing, function(thing)) for thing in over)
        return
    from joblib import Parallel, delayed

    if TIDIED not in sys.warnoptions:
        sys.warnoptions.append(TIDIED)
    parallel = Parallel(
        workers, return_as="generator_unordered", batch_size=1, initializer=_end_with, initargs=(os.getpid(),)
    )
    results = parallel(delayed(_numbered)(number, function, thing) for number, thing in enumerate(over))
    try:
        for number, result in results:
            yield over[number], result
    except BrokenProcessPool as error:
        raise UserError(
            "A worker process was ended from outside, or for lack of memory. What is recorded is kept; run again with "
            "fewer workers."
        ) from error
    finally:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*tasks")  # that some are cancelled: so they should be
            results.close()


def _numbered(number: int, function: Callable[[T], R], thing: T) -> tuple[int, R]:
    return number, function(thing)


def _end_with(parent: int) -> None:
    """End this worker as soon as its parent is gone, for one that was killed can tell nobody."""

    def watch() -> None:
        # Windows tells a dead parent's id for ever; elsewhere an id may stay taken by one that is dead and not buried.
        while os.getppid() == parent and psutil.pid_exists(parent):
            time.sleep(WATCH)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
