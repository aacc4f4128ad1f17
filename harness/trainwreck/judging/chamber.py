"""The chamber: a job is done in a folder of its own, under lock, and what it leaves there is read."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from trainwreck.judging import reader
from trainwreck.judging.order import Order, Work
from trainwreck.judging.reader import Unreadable
from trainwreck.judging.scratch import scratch
from trainwreck.judging.server import Gone, Server
from trainwreck.judging.serving import LOG
from trainwreck.locking.landlock import Right
from trainwreck.scripts.folder import write

Readable = Mapping[Path, Right] | None


class Failed(Exception):
    """A job has come to nothing; the message says how, and ``printed`` is what it said last."""

    def __init__(self, message: str, printed: str = "") -> None:
        super().__init__(message)
        self.printed = printed


@dataclass(frozen=True)
class Limits:
    """How many seconds a job may take, of the processor and of the clock."""

    cpu: int
    wall: float


@dataclass(frozen=True)
class Chamber:
    """A server and what its jobs may read: None for those that are not locked in."""

    server: Server
    readable: Readable

    @contextmanager
    def done(
        self, job: Callable[[], Work], files: Mapping[str, bytes], seed: int, limits: Limits
    ) -> Iterator[tuple[Path, float]]:
        """Have a job done beside some files; yield its folder, and its processor time, once nothing of it runs.

        A job that fails is Failed, and so is one whose files are Unreadable to the caller.
        """
        with scratch() as folder:
            write(folder, files)
            order = Order(
                prepare=job, folder=folder, seed=seed, readable=self.readable, cpu=limits.cpu, wall=limits.wall
            )
            try:
                ended = self.server.carry_out(order)
                if ended.failed:
                    raise Failed(ended.failed, reader.printed(folder / LOG))
                yield folder, ended.cpu
            except Gone:
                raise Failed("ended the judge's server, as only an unlocked script can") from None
            except Unreadable as error:
                raise Failed(str(error), reader.printed(folder / LOG)) from None
