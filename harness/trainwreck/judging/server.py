"""The judge's end of the server: started, given orders one at a time, ended with all that it has started."""

import json
import os
import pickle
import subprocess
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

import psutil  # type: ignore[import-untyped]

from trainwreck.errors import UserError
from trainwreck.judging import serving
from trainwreck.judging.order import Ended, Order

# The package's folder is all that it is told: with it come neither the present folder nor the judge's environment.
BEGIN = "import sys; sys.path.insert(0, sys.argv[1]); from trainwreck.judging.serving import main; main()"
PACKAGES = Path(__file__).resolve().parents[2]
PATIENCE = 10.0  # seconds that a server has to end


class Gone(Exception):
    """The server has ended in the middle of an order, as only something unlocked can have it."""


@dataclass(frozen=True)
class _Running:
    """A server's process, and the two ends of its pipes."""

    process: psutil.Process
    orders: IO[bytes]
    replies: IO[bytes]

    def line(self) -> dict[str, Any]:
        """Return what it says next; EOFError if it is gone."""
        line = self.replies.readline()
        if not line:
            raise EOFError
        answer: dict[str, Any] = json.loads(line)
        return answer

    def end(self) -> None:
        """End it, and what it has started."""
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except psutil.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.orders.close()
        self.replies.close()


class Server:
    """A server; it is started when it is first needed, and anew if it is gone. Use it in a ``with`` statement."""

    def __init__(self, running: _Running | None = None) -> None:
        self._running = running

    @classmethod
    def forked(cls) -> "Server":
        """Return a server that shares the memory of this process, which takes less than two that load PyTorch.

        What this process has in its memory, its command line and its environment, the scripts will have as well. So
        it must be called while nothing of that is a secret.
        """
        return cls(_forked())

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the server, and what it has started."""
        if self._running:
            self._running.end()
            self._running = None

    def carry_out(self, order: Order) -> Ended:
        """Return how a piece of work has ended; Gone if the server went with it."""
        running = self._running = self._running or _started()
        try:
            running.orders.write(pickle.dumps(order))
            running.orders.flush()
            return Ended(**running.line())
        except (OSError, EOFError, ValueError, TypeError) as error:
            self.close()
            raise Gone from error


def _started() -> _Running:
    environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    process = psutil.Popen(
        [sys.executable, "-P", "-E", "-c", BEGIN, str(PACKAGES)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd="/",
        env={**environment, "OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""},
        start_new_session=True,
    )
    return _ready(_Running(process, process.stdin, process.stdout))


def _forked() -> _Running:
    serving.load()
    (taken, orders), (replies, given) = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        _serve(taken, given)
    os.close(taken)
    os.close(given)
    return _ready(_Running(psutil.Process(child), os.fdopen(orders, "wb"), os.fdopen(replies, "rb")))


def _serve(orders: int, replies: int) -> NoReturn:
    """Be a server, in the child of a fork, and nothing of what the parent is."""
    try:
        os.setsid()
        os.chdir("/")
        os.dup2(orders, 0)
        os.dup2(replies, 1)
        serving.close_others()
        serving.main()
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(0)


def _ready(running: _Running) -> _Running:
    """Return a server that has said that it is ready."""
    try:
        running.line()
    except EOFError:
        running.end()
        raise UserError(
            "The process in which scripts are run could not be started: it has said above why. Install what it misses."
        ) from None
    return running
