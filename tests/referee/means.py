"""What a tool's process has to cheat with, found out in such a process, with the lock or without.

This module knows nothing: it is imported in that process before it is locked in.
"""

import hashlib
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Event

import torch

from trainwreck.errors import UserError
from trainwreck.pairs.packs import BUILT_IN
from trainwreck.referee.isolation import call
from trainwreck.referee.locked import Terms
from trainwreck.referee.tool import find

LONGEST = 300.0  # seconds


def inside(locked: bool, work: Callable[..., str], *arguments: object) -> str:
    """Return what some work comes to in the place of a tool, on a machine that has a lock."""
    lock = Terms(trust=not locked).lock(find("silent"), BUILT_IN, [], torch.device("cpu"))
    assert (lock is not None) == locked, "This system has no lock."
    return call(work, arguments, LONGEST, Event(), lock).decode()


def digest(code: str) -> str:
    """Return a digest of a case's code."""
    return hashlib.sha256(code.encode()).hexdigest()[:16]


@cache
def codes_read(locked: bool) -> frozenset[str]:
    """Return digests of the broken codes that a tool reads in the installed catalogue."""
    return frozenset(inside(locked, _read).split())


def _read(_: Path) -> str:
    from trainwreck.pairs.entries import BROKEN, Catalogue
    from trainwreck.pairs.source import setup_source

    found = []
    with suppress(OSError, UserError):
        for entry in Catalogue(BUILT_IN):
            if not entry.is_control:
                found.append(digest(setup_source(entry, BROKEN)))
    return " ".join(found)


@cache
def keeps(locked: bool) -> bool:
    """Say whether a case finds what an earlier one has left, wherever that was tried."""
    name = f"kept-{secrets.token_hex(8)}"
    places = [str(place / name) for place in (Path.cwd(), Path(tempfile.gettempdir()), Path.home(), Path("/dev/shm"))]
    try:
        inside(locked, _leave, places)
        return inside(locked, _find, places) == name
    finally:
        for place in places:
            Path(place).unlink(missing_ok=True)


def _leave(places: list[str], folder: Path) -> str:
    for place in [*map(Path, places), folder / Path(places[0]).name]:
        try:
            place.write_text(place.name)
        except OSError:
            continue
    return ""


def _find(places: list[str], folder: Path) -> str:
    for place in [*map(Path, places), folder / Path(places[0]).name]:
        try:
            return place.read_text()
        except OSError:
            continue
    return ""
