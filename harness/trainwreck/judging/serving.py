"""The server: a process that has PyTorch loaded and knows no secret, and forks a child for each piece of work.

Orders come in as pickles, from the judge alone; a line of JSON goes back for each.
"""

import gc
import json
import os
import pickle
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from trainwreck.judging.order import Ended, Order
from trainwreck.locking import lock, system
from trainwreck.locking.ending import end_descendants

# What scripts import: loaded here once, so that no script's processor time is that of an import.
PRELOADED = (
    *("torch._dynamo", "torch.utils.data", "torch.optim.swa_utils", "torch.amp", "torchvision.transforms", "pandas"),
    *("scipy.ndimage", "scipy.stats", "sklearn.compose", "sklearn.datasets", "sklearn.decomposition"),
    *("sklearn.ensemble", "sklearn.feature_selection", "sklearn.impute", "sklearn.linear_model", "sklearn.metrics"),
    *("sklearn.model_selection", "sklearn.neighbors", "sklearn.pipeline", "sklearn.preprocessing", "sklearn.svm"),
)

LOG = "log.txt"  # in a piece of work's folder: what it has printed
DISK = 256 * 2**20  # bytes that a piece of work may keep
ENTRIES = 1000  # files and folders
GLANCE = 0.01  # seconds between two looks at a child
INSPECTION = 0.1  # and at its folder


def main() -> None:
    """Serve orders until there are no more, or until told to end."""
    orders, replies = _channels()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the judge decides what an interruption ends
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    _bind()
    load()
    try:
        with suppress(BrokenPipeError):  # the judge is gone
            _reply(replies, {"ready": True})
            while order := _next(orders):
                _reply(replies, asdict(serve(order)))
    finally:
        end_descendants()


def _channels() -> tuple[Any, Any]:
    """Return where orders come from and replies go to, out of reach of whoever prints."""
    orders, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "w")
    silence = os.open(os.devnull, os.O_RDWR)
    os.dup2(silence, 0)
    os.dup2(silence, 1)
    return orders, replies


def _bind() -> None:
    """End with the judge, adopt what children leave behind, and let nobody look into this memory."""
    if system.is_linux():
        system.ask(system.END_WITH_PARENT, signal.SIGKILL)
        system.ask(system.ADOPT_ORPHANS, 1)
        system.ask(system.DUMPABLE, 0)


def load() -> None:
    """Import what scripts need, and what an optimizer's first step imports."""
    for name in PRELOADED:
        import_module(name)
    import torch

    torch.set_num_threads(1)
    weight = torch.nn.Parameter(torch.zeros(2))
    weight.grad = torch.ones(2)  # no backward pass: a process that has made one on a GPU's build cannot be forked
    torch.optim.SGD([weight], lr=0.1).step()
    gc.collect()
    gc.freeze()  # what is loaded is no garbage, and need not be looked through in any child


def _next(orders: Any) -> Order | None:
    try:
        order: Order = pickle.load(orders)
    except EOFError:
        return None
    return order


def _reply(replies: Any, message: dict[str, Any]) -> None:
    replies.write(json.dumps(message) + "\n")
    replies.flush()


def serve(order: Order) -> Ended:
    """Have a piece of work done in a child, and see to its end and to that of all that it has started."""
    child = os.fork()
    if child == 0:
        _work(order)
    stopped = ""
    for stopped in _watch(order):
        done, status, usage = os.wait4(child, os.WNOHANG)
        if done:
            stopped = ""
            break
        if stopped:
            os.kill(child, signal.SIGKILL)
            _, status, usage = os.wait4(child, 0)
            break
        time.sleep(GLANCE)
    end_descendants()
    return Ended(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, stopped)


def _watch(order: Order) -> Iterator[str]:
    """Yield, again and again, what a piece of work has to be stopped for, or nothing."""
    started = inspected = time.monotonic()
    while True:
        now = time.monotonic()
        if now - started > order.wall:
            yield f"did not end within {order.wall:g} seconds"
        if now - inspected > INSPECTION:
            inspected = now
            yield _overfull(order.folder)
        yield ""


def _overfull(folder: Path) -> str:
    """Return what there is too much of in a folder, having looked at no more than that."""
    waiting, entries, size = [folder], 0, 0
    while waiting:
        try:
            for entry in os.scandir(waiting.pop()):
                entries += 1
                size += entry.stat(follow_symlinks=False).st_blocks * 512
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(Path(entry.path))
                if size > DISK:
                    return f"wrote more than {DISK >> 20} MB"
                if entries > ENTRIES:
                    return f"made more than {ENTRIES} files"
        except OSError:
            continue  # it is gone again, or may not be looked into
    return ""


def close_others() -> None:
    """Close all files of this process but the standard ones."""
    for number in [int(path.name) for path in Path("/dev/fd").iterdir()]:
        if number > 2:
            with suppress(OSError):  # it was that of the list itself
                os.close(number)


def _work(order: Order) -> NoReturn:
    """Do a piece of work in this process, heard only by its log, and end."""
    code = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if system.is_linux():
            system.ask(system.END_WITH_PARENT, signal.SIGKILL)
        os.setsid()
        os.chdir(order.folder)
        log = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        os.dup2(log, 1)
        os.dup2(log, 2)
        close_others()
        sys.stdout, sys.stderr = (os.fdopen(number, "w", errors="replace", closefd=False) for number in (1, 2))
        tempfile.tempdir = str(order.folder)
        os.environ.clear()
        os.environ.update(SEED=str(order.seed), HOME=str(order.folder), TMPDIR=str(order.folder), OMP_NUM_THREADS="1")
        work = order.prepare()
        lock.limit(order.cpu)
        if order.readable is not None:
            lock.lock(order.folder, order.readable)
        work()
        code = 0
    except SystemExit as exit_:
        code = exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None)
    except BaseException as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code & 0xFF)
