"""Linux, by its system calls: what Python's own modules have no function for."""

import ctypes
import os
import sys
from functools import cache
from typing import Any

END_WITH_PARENT, DUMPABLE, SECCOMP, ADOPT_ORPHANS, NO_NEW_PRIVILEGES = 1, 4, 22, 36, 38  # of prctl
CAPSET = {"x86_64": 126, "aarch64": 91}
CAPABILITIES_3 = 0x20080522  # the version of capset's arguments


@cache
def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def call(number: int, *arguments: Any) -> int:
    """Make a system call; an OSError if it fails."""
    result: int = _library().syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def ask(option: int, *values: Any) -> int:
    """Make a call of prctl; an OSError if it fails."""
    padded = [*values, *[0] * (4 - len(values))]
    result: int = _library().prctl(option, *(ctypes.c_ulong(one) if isinstance(one, int) else one for one in padded))
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def is_linux() -> bool:
    """Say whether any of this is there."""
    return sys.platform == "linux"


def drop_capabilities() -> None:
    """Give up whatever this process may do because it is root's."""
    header = (ctypes.c_uint32 * 2)(CAPABILITIES_3, 0)
    call(CAPSET[os.uname().machine], header, (ctypes.c_uint32 * 6)())
