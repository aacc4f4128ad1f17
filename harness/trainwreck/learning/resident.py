"""Tries in processes of their own, forked from one that has PyTorch loaded, so that none waits for an import."""

import multiprocessing
import os
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any

from trainwreck.learning.handout import read
from trainwreck.learning.judging import Attempt, tried
from trainwreck.learning.workspace import Workspace
from trainwreck.locking.ending import end_tree, end_with_parent
from trainwreck.pairs.entries import Entry
from trainwreck.pairs.loading import load
from trainwreck.proof.conditions import Conditions

# What a try needs besides the judge; PyTorch imports the last when the first optimizer is made, and takes its time.
PRELOADED = [__name__, "trainwreck.tasks", "sklearn.model_selection", "torch._dynamo"]


class Resident:
    """Tries scripts on the data of some seeds, the latest one only; a context that leaves no process behind."""

    def __init__(self, entry: Entry, workspace: Workspace, seeds: Sequence[int]) -> None:
        self._asked = entry, workspace, tuple(seeds)
        # Windows has no fork: there each try imports PyTorch anew.
        self._context: Any = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
        if hasattr(os, "fork"):
            self._context.set_forkserver_preload(PRELOADED)
        self._process: BaseProcess | None = None
        self._answer: Connection | None = None

    def __enter__(self) -> "Resident":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._end()

    def begin(self, path: Path) -> None:
        """Begin to try a script; a try that has not ended is given up.

        It is read here: one that is only half saved, or gone, is an error to whoever asks, and no try.
        """
        self._end()
        text = read(path)
        self._answer, theirs = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_try, args=(theirs, text, path, *self._asked))
        process.start()
        self._process = process  # no daemon, which could not start a loader's workers; so it has to be ended
        theirs.close()

    def ended(self) -> Attempt | None:
        """Return what the latest try came to, once; None as long as it has not ended."""
        if self._process is None or self._answer is None or not self._answer.poll():
            return None
        attempt = Attempt([], "The script has ended its process. Let it come to its end by itself.")
        with suppress(EOFError):
            attempt = self._answer.recv()
        self._end()
        return attempt

    def _end(self) -> None:
        if self._process is not None and self._process.pid is not None:
            end_tree(self._process.pid)
            self._process.join()
        if self._answer is not None:
            self._answer.close()
        self._process = self._answer = None


def _try(answer: Connection, text: str, path: Path, entry: Entry, workspace: Workspace, seeds: Sequence[int]) -> None:
    end_with_parent()
    conditions = Conditions.checked(1, 0, workspace.images, Path(workspace.data_root), fewest=1)
    pair = load(entry, conditions.images)
    answer.send(tried(pair, text, path, seeds))
