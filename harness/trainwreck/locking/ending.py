"""Processes that end with the one they work for, however that ends."""

import multiprocessing
import os
import signal
import threading


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
