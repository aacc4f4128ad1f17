"""The judge's end of the server: started, given orders one at a time, ended with all that it has started."""

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

from trainwreck.errors import UserError
from trainwreck.judging.order import Ended, Order

# The package's folder is all that it is told: with it come neither the present folder nor the judge's environment.
BEGIN = "import sys; sys.path.insert(0, sys.argv[1]); from trainwreck.judging.serving import main; main()"
PACKAGES = Path(__file__).resolve().parents[2]
PATIENCE = 10.0  # seconds that a server has to end


class Gone(Exception):
    """The server has ended in the middle of an order, as only something unlocked can have it."""


class Server:
    """A server; it is started when it is first needed, and anew if it is gone. Use it in a ``with`` statement."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the server, and what it has started."""
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                assert pipe
                pipe.close()
            self._process = None

    def carry_out(self, order: Order) -> Ended:
        """Return how a piece of work has ended; Gone if the server went with it."""
        process = self._process = self._process or _started()
        assert process.stdin
        try:
            process.stdin.write(pickle.dumps(order))
            process.stdin.flush()
            return Ended(**_line(process))
        except (OSError, EOFError, ValueError, TypeError) as error:
            self.close()
            raise Gone from error


def _started() -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-P", "-E", "-c", BEGIN, str(PACKAGES)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd="/",
        env={**environment, "OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""},
        start_new_session=True,
    )
    try:
        _line(process)
    except EOFError:
        process.communicate()
        raise UserError(
            "The process in which scripts are run could not be started: it has said above why. Install what it misses."
        ) from None
    return process


def _line(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    assert process.stdout
    line = process.stdout.readline()
    if not line:
        raise EOFError
    answer: dict[str, Any] = json.loads(line)
    return answer
