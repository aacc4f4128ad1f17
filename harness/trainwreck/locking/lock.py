"""The lock on a process that runs somebody's script: what it may open, call and use up."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from trainwreck.locking import landlock, seccomp, system
from trainwreck.locking.landlock import OF_A_FILE, READ, WORK, Right

MEMORY = 4 * 2**30  # bytes of address space beyond what PyTorch has mapped: a build for GPUs maps many by itself
FILE = 64 * 2**20  # bytes of one file
OPEN = 256  # files
GRACE = 1  # seconds of processor time between the signal that a script may catch and the one that it may not


@dataclass(frozen=True)
class Protections:
    """What of the lock this system has.

    ``files``    the version of Landlock: no file is opened but Python's and the script's own.
    ``calls``    whether system calls are filtered: no processes, no programs, no network, no signals.
    """

    files: int
    calls: bool

    @property
    def complete(self) -> bool:
        """Whether there is all that the promise rests on."""
        return self.files > 0 and self.calls

    def __str__(self) -> str:
        files = f"files (Landlock {self.files})" if self.files else ""
        calls = "processes, programs, network and signals (seccomp)" if self.calls else ""
        return ", ".join([*filter(None, (files, calls)), "limits of time, memory and disk"])


def available() -> Protections:
    """Return what this system has."""
    return Protections(files=landlock.version(), calls=seccomp.is_known())


def lock(folder: Path, readable: Mapping[Path, Right], *, programs: bool = False, network: bool = False) -> None:
    """Shut this process in, for good: it works in ``folder``, and reads what is ``readable``.

    ``programs``  whether it may start any, which are shut in with it. ``network``: whether it may reach the internet.
    """
    system.drop_capabilities()
    system.ask(system.NO_NEW_PRIVILEGES, 1)
    landlock.restrict({**readable, Path("/dev/null"): OF_A_FILE & (READ | WORK), folder: WORK}, network=network)
    signals = programs and landlock.confines_signals()
    seccomp.restrict(programs=programs, network=network, signals=signals)


def limit(seconds: int) -> None:
    """Limit what this process can use up: ``seconds`` of processor time, memory, files and their size."""
    import resource  # here, because Windows has none, and is told so before it comes to this

    limits = {
        resource.RLIMIT_CPU: (seconds, seconds + GRACE),
        resource.RLIMIT_FSIZE: (FILE, FILE),
        resource.RLIMIT_NOFILE: (OPEN, OPEN),
        resource.RLIMIT_CORE: (0, 0),
    }
    if system.is_linux():
        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        limits[resource.RLIMIT_AS] = (taken + MEMORY, taken + MEMORY)
    for what, (soft, hard) in limits.items():
        cap(what, soft, hard)


def cap(what: int, soft: int, hard: int) -> None:
    """Limit what this process can use of a resource, or leave it at less, where somebody has set less already."""
    import resource

    most = resource.getrlimit(what)[1]
    hard = hard if most == resource.RLIM_INFINITY else min(hard, most)
    resource.setrlimit(what, (min(soft, hard), hard))
