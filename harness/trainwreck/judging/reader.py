"""Files that somebody else has written: no link, no device, no pipe, no pickle, and not more than was asked for."""

import io
import json
import math
import os
import stat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

LARGEST = 64 * 2**20  # bytes of an array or of weights
METRICS = 4 * 2**20  # bytes of a report: a hundred thousand losses
KINDS = "fiub"  # of numbers: floating-point, whole, and truth values


class Unreadable(Exception):
    """A file is not there, or not what it has to be; the message says what."""


def contents(path: Path, most: int) -> bytes:
    """Return what is in an ordinary file of at most ``most`` bytes; whatever else has its name is Unreadable."""
    try:
        # Without waiting: a pipe that nobody writes to would never open.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Unreadable(f"{path.name} is no ordinary file")
            content = file.read(most + 1)
    except FileNotFoundError:
        raise Unreadable(f"{path.name} is not there") from None
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read: {error.strerror}") from None
    if len(content) > most:
        raise Unreadable(f"{path.name} has more than {most} bytes")
    return content


def array(path: Path) -> NDArray[np.float32]:
    """Return the numbers in a file of NumPy's, as float32."""
    content = contents(path, LARGEST)
    try:
        return _array(io.BytesIO(content))
    except Exception as error:  # a header is parsed as Python, and there is little that such a text cannot raise
        reason = " ".join(str(error).split())[:200]
        raise Unreadable(f"{path.name} is no array of numbers: {reason}") from None


def _array(file: io.BytesIO) -> NDArray[np.float32]:
    headers = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
    version = np.lib.format.read_magic(file)
    if version not in headers:
        raise ValueError(f"version {version} of the format")
    shape, in_columns, kind = headers[version](file)
    if kind.kind not in KINDS:
        raise ValueError(f"it holds {kind}")
    content = file.read()
    if len(content) != math.prod(shape) * kind.itemsize:  # before anything so large is made
        raise ValueError(f"{len(content)} bytes are no array {shape} of {kind}")
    values = np.frombuffer(content, kind).reshape(shape, order="F" if in_columns else "C")
    with np.errstate(all="ignore"):
        return np.array(values, dtype=np.float32, order="C")


def metrics(path: Path) -> tuple[float, list[float]]:
    """Return the score that a script reports, and its losses, one a step; a loss may be NaN or infinite."""
    content = contents(path, METRICS)
    try:
        told = json.loads(content)
        return _number(told["validation_score"]), [_number(loss) for loss in told["losses"]]
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        raise Unreadable(f'{path.name} is not {{"validation_score": number, "losses": [numbers]}}: {reason}') from None


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{str(value)[:40]!r} is no number")
    return float(value)


def looked(path: Path) -> bool | None:
    """Return what a check is said to have found: whether it is quiet, None if it cannot tell."""
    words: dict[bytes, bool | None] = {b"true": True, b"false": False, b"null": None}
    content = contents(path, max(map(len, words)))
    if content not in words:
        raise Unreadable(f"{path.name} is not what a check writes")
    return words[content]


def printed(path: Path, lines: int = 12, width: int = 200) -> str:
    """Return the last lines of a log, without what a terminal would take for a command; nothing if it is unreadable."""
    try:
        content = contents(path, LARGEST)
    except Unreadable:
        return ""
    last = content[-lines * width * 4 :].decode(errors="replace").splitlines()[-lines:]
    return "\n".join(plain(line[:width]) for line in last)


def plain(line: str) -> str:
    """Return a line without what a terminal would take for a command."""
    return "".join(sign for sign in line if sign.isprintable())
