"""Landlock: from here on a process opens only the files that it is allowed. Needs Linux 5.13, no root, no package.

Source: https://docs.kernel.org/userspace-api/landlock.html
"""

import ctypes
import os
import stat
from collections.abc import Mapping
from enum import IntFlag
from pathlib import Path

from trainwreck.locking import system


class Right(IntFlag):
    """What may be done with the files beneath a folder."""

    EXECUTE = 1 << 0
    WRITE_FILE = 1 << 1
    READ_FILE = 1 << 2
    READ_DIR = 1 << 3
    REMOVE_DIR = 1 << 4
    REMOVE_FILE = 1 << 5
    MAKE_DIR = 1 << 7
    MAKE_REG = 1 << 8
    REFER = 1 << 13
    TRUNCATE = 1 << 14


LIST = Right.READ_DIR
READ = Right.READ_FILE | Right.READ_DIR
RUN = READ | Right.EXECUTE
# What has no name here is never allowed: to make links, devices, sockets and pipes.
WORK = READ | Right.WRITE_FILE | Right.REMOVE_DIR | Right.REMOVE_FILE | Right.MAKE_DIR | Right.MAKE_REG
WORK |= Right.REFER | Right.TRUNCATE
OF_A_FILE = Right.EXECUTE | Right.READ_FILE | Right.WRITE_FILE | Right.TRUNCATE

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
KNOWN = {1: 13, 2: 14, 3: 15, 4: 15}  # how many rights a version of the interface has; from the fifth on 16
NETWORK, SCOPES = 4, 6  # the versions that came with TCP, and with signals and abstract sockets
BIND, CONNECT = 1, 2


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """Return the version of the kernel's interface; 0 if there is none."""
    if not system.is_linux():
        return 0
    try:
        return system.call(CREATE_RULESET, None, 0, 1)
    except OSError:
        return 0


def restrict(allowed: Mapping[Path, Right], *, network: bool = False) -> None:
    """Allow this process, for good, these rights beneath these paths and no other; a path that is not there counts not.

    With a kernel that knows it, no signal leaves either, no process can be looked into, no port be served, and none be
    connected to but with ``network``.
    """
    interface = version()
    every = (1 << KNOWN.get(interface, 16)) - 1
    ports = BIND if network else BIND | CONNECT
    rules = _Ruleset(every, ports if interface >= NETWORK else 0, 3 if interface >= SCOPES else 0)
    size = 24 if interface >= SCOPES else 16 if interface >= NETWORK else 8
    ruleset = system.call(CREATE_RULESET, ctypes.byref(rules), size, 0)
    try:
        for path, rights in allowed.items():
            _allow(ruleset, path, rights & every)
        system.call(RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def confines_signals() -> bool:
    """Say whether this kernel sees to it that signals reach none but those that are locked in as well."""
    return version() >= SCOPES


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rights &= rights if stat.S_ISDIR(os.fstat(place).st_mode) else OF_A_FILE
        if rights:
            system.call(ADD_RULE, ruleset, 1, ctypes.byref(_Beneath(rights, place)), 0)
    finally:
        os.close(place)
