"""Processes that end with the one they work for, however that ends, and with all that they have started."""

import multiprocessing
import os
import signal
import threading
import time
from contextlib import suppress

import psutil  # type: ignore[import-untyped]


def end_with_parent() -> None:
    """Have this process of multiprocessing's told to end (SIGTERM) as soon as the one that asked for it is gone.

    That one is not the system's parent where a fork server lies between; and one that was killed can tell nobody.
    """
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def end_descendants() -> None:
    """End all that this process has started, and what that has started; on Linux, what has cut itself loose as well."""
    while _has_children():
        for one in psutil.Process().children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                one.kill()
        time.sleep(0.005)


def _has_children() -> bool:
    """Say whether there is any child left, and forget one that has ended."""
    with suppress(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
        return True
    return False


def end_tree(top: int) -> None:
    """End a process and all that it has started."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(top)
        for one in (process, *process.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                one.kill()
