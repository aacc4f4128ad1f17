"""Work that is spread over processes, and what is left of them when somebody ends them."""

import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from trainwreck.errors import UserError
from trainwreck.proof.workers import spread


def squared(number: int) -> int:
    return number * number


@pytest.mark.parametrize("workers", [1, 2])
def test_every_thing_comes_back_with_its_own_result(workers):
    assert sorted(spread(squared, range(6), workers)) == [(0, 0), (1, 1), (2, 4), (3, 9), (4, 16), (5, 25)]


def test_with_one_worker_things_are_done_in_order_and_only_as_they_are_asked_for():
    done: list[int] = []
    results = spread(done.append, [3, 1, 2], workers=1)
    assert next(results) == (3, None)
    assert done == [3]


def killed(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_a_worker_that_is_killed_ends_the_work_with_a_plain_message():
    with pytest.raises(UserError, match=r"ended from outside, or for lack of memory.*run again with fewer workers"):
        list(spread(killed, range(6), workers=2))


def test_work_that_nobody_waits_for_any_longer_is_dropped_without_a_word():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        results = spread(squared, range(40), workers=2)
        next(results)
        assert isinstance(results, Iterator)
        results.close()  # type: ignore[attr-defined]
    assert [str(warning.message) for warning in told] == []


PARENT = """
import time
from trainwreck.proof.workers import spread

def sleep(_):
    print("at work", flush=True)
    time.sleep(600)

list(spread(sleep, range(4), 2))
"""


def test_workers_end_with_a_parent_that_was_killed(tmp_path: Path):
    program = tmp_path / "parent.py"
    program.write_text(PARENT)
    with subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"at work\n"
        children = psutil.Process(parent.pid).children(recursive=True)
        assert children
        parent.kill()
        _, alive = psutil.wait_procs(children, timeout=20)
        for child in alive:
            child.kill()
    assert alive == []


ORPHAN = """
import os, subprocess, sys, time
from trainwreck.proof.workers import _end_with

with subprocess.Popen([sys.executable, "-c", ""]) as gone:
    gone.wait()
os.getppid = lambda: gone.pid
_end_with(gone.pid)
time.sleep(60)
"""


def test_a_worker_ends_also_where_the_system_still_tells_the_id_of_a_parent_that_is_gone():
    assert subprocess.run([sys.executable, "-c", ORPHAN], timeout=120).returncode == 1


ENDED = """
import os
from trainwreck.proof.workers import spread

results = spread(abs, range(40), 2)
next(results)
os._exit(0)
"""


def test_a_parent_that_ends_in_the_midst_of_tidying_up_says_nothing_of_it(tmp_path: Path):
    program = tmp_path / "parent.py"
    program.write_text(ENDED)  # it leaves all its semaphores to joblib's helper, which complains to the terminal
    ended = subprocess.run([sys.executable, program], stderr=subprocess.PIPE, text=True, timeout=120, check=True)
    assert ended.stderr == ""
