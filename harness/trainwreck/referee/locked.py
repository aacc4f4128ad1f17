"""The lock on the process in which a tool runs: whether there is one, and what it leaves open."""

import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.machinery import PathFinder
from pathlib import Path

import torch

from trainwreck.locking import lock, reach
from trainwreck.locking.landlock import Right
from trainwreck.referee.tool import Tool

CURE = "If it needs what the lock withholds from it, say --network or --trust."
SYSTEM = "this system has none: that takes Linux 5.13 or newer with Landlock, on x86_64 or aarch64"


@dataclass(frozen=True)
class Lock:
    """What a tool may read, and whether it may reach the internet."""

    readable: Mapping[Path, Right]
    network: bool

    def shut(self, folder: Path) -> None:
        """Shut this process in, for good: all that it writes is in ``folder``."""
        PathFinder.find_spec("nothing")  # where modules are looked for is remembered, and need not be listed again
        tempfile.tempdir = str(folder)
        os.environ.update(HOME=str(folder), TMPDIR=str(folder))
        lock.lock(folder, self.readable, programs=True, network=self.network)


@dataclass(frozen=True)
class Terms:
    """What was asked for: whether a tool is trusted, and so runs without a lock; and whether it may use the network."""

    trust: bool = False
    network: bool = False

    def unlocked(self, device: torch.device) -> str:
        """Return why a tool runs without a lock; nothing if it does not."""
        if self.trust:
            return "the tool is trusted"
        if device.type != "cpu":
            return "with it no driver of a GPU works"
        return "" if lock.available().complete else SYSTEM

    def lock(self, tool: Tool, root: Path, withheld: Iterable[Path], device: torch.device) -> Lock | None:
        """Return the lock on a tool that is scored on the catalogue at ``root``; None if there is none."""
        if self.unlocked(device):
            return None
        return Lock(reach.of_a_tool(root, tool.own, withheld, network=self.network), self.network)

    def protections(self, device: torch.device) -> str:
        """Return what a tool is locked by, in words."""
        if reason := self.unlocked(device):
            return f"none, as {reason}"
        has = lock.available()
        calls = "other processes and signals (seccomp); the network is open"
        if not self.network:
            calls = "other processes, signals and network (seccomp)"
        return f"files (Landlock {has.files}), {calls}"


LOCKED = Terms()
