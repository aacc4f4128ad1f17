"""No process of the same user looks into this one's memory."""

from collections.abc import Iterator
from contextlib import contextmanager

from trainwreck.locking import system

ASK_DUMPABLE = 3


@contextmanager
def unreadable() -> Iterator[None]:
    """Let nobody look into this process while it holds what no script may know. Of Linux only."""
    if not system.is_linux():
        yield
        return
    before = system.ask(ASK_DUMPABLE)
    system.ask(system.DUMPABLE, 0)
    try:
        yield
    finally:
        system.ask(system.DUMPABLE, int(before == 1))
