"""What the judge asks its server for, and what it is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from signal import Signals

from trainwreck.locking.landlock import Right

Work = Callable[[], None]


@dataclass(frozen=True, kw_only=True)
class Order:
    """A piece of work in a process of its own.

    ``prepare``   is called there first, and returns the work, which is then done under lock.
    ``folder``    where it works. ``seed``: what its environment says for SEED.
    ``readable``  what it may read; None for a process that is not locked.
    ``cpu``, ``wall``  how many seconds it may take, of the processor and of the clock.
    """

    prepare: Callable[[], Work]
    folder: Path
    seed: int
    readable: Mapping[Path, Right] | None
    cpu: int
    wall: float


@dataclass(frozen=True)
class Ended:
    """How a piece of work has ended: its exit code, or a signal's number below 0; ``stopped`` says why it had to be.

    ``cpu``  what it took of the processor, in seconds.
    """

    code: int
    cpu: float
    stopped: str = ""

    @property
    def failed(self) -> str:
        """Why it is not done, in words; nothing if it is."""
        if self.stopped or self.code == 0:
            return self.stopped
        if self.code == -Signals.SIGXCPU:
            return "used up its processor time"
        return f"ended by {Signals(-self.code).name}" if self.code < 0 else f"ended with exit code {self.code}"
