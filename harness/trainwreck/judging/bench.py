"""The bench: a script is run on the data of each seed, and what it leaves is scored."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from trainwreck.errors import UserError
from trainwreck.judging import jobs, reader
from trainwreck.judging.assignment import Sheet
from trainwreck.judging.findings import OnSeed, Performance
from trainwreck.judging.landlock import Right
from trainwreck.judging.order import Ended, Order, Work
from trainwreck.judging.reader import Unreadable
from trainwreck.judging.scratch import scratch
from trainwreck.judging.server import Gone, Server
from trainwreck.judging.serving import LOG
from trainwreck.learning.running import METRICS, PREDICTIONS
from trainwreck.pairs.loading import Pair
from trainwreck.scripts.folder import SCRIPT, write
from trainwreck.training.run import Scores


class Failed(Exception):
    """A script has come to nothing; the message says how, and ``printed`` is what it said last."""

    def __init__(self, message: str, printed: str = "") -> None:
        super().__init__(message)
        self.printed = printed


@dataclass(frozen=True)
class Limits:
    """How many seconds one run may take, of the processor and of the clock."""

    cpu: int
    wall: float


@dataclass(frozen=True)
class Left:
    """What a script has left in its folder: its outputs for the held-back rows, what it reports, its steps."""

    outputs: torch.Tensor
    reported: float
    steps: int
    cpu: float


@dataclass(frozen=True)
class Bench:
    """Where the scripts of one assignment are run.

    ``readable``  what a script may read, or None where nothing is locked.
    ``shapes``    that outputs may have, but for the rows; any, if there are none. A score may take other shapes for
                  what they are not.
    """

    pair: Pair
    sheets: Sequence[Sheet]
    server: Server
    readable: Mapping[Path, Right] | None
    shapes: frozenset[tuple[int, ...]] = frozenset()

    def performance(self, text: str, limits: Limits, advance: Callable[[], None] = lambda: None) -> Performance:
        """Run a script on all seeds, up to one on which it fails."""
        done: list[OnSeed] = []
        for sheet in self.sheets:
            try:
                done.append(self._on(sheet, text, limits))
            except Failed as error:
                return Performance(done, f"{error} (seed {sheet.seed})", error.printed)
            finally:
                advance()
        return Performance(done)

    def _on(self, sheet: Sheet, text: str, limits: Limits) -> OnSeed:
        left = self._left(text, sheet.seed, sheet.files, limits)
        true = self._score(left.outputs, sheet.targets)
        judged = self.pair.judge(Scores(training=math.nan, reported=left.reported, true=true))
        null = self._left(text, sheet.seed, sheet.null, limits).reported if self.pair.judged_by_report else math.nan
        return OnSeed(
            seed=sheet.seed,
            score=judged,
            true=true,
            reported=left.reported,
            cpu=left.cpu,
            steps=left.steps,
            shape=tuple(left.outputs.shape[1:]),
            null=null,
        )

    def _left(self, text: str, seed: int, files: Mapping[str, bytes], limits: Limits) -> Left:
        """Run a script on some data, and read what it has written once nothing of it runs any more."""
        with scratch() as folder:
            write(folder, {SCRIPT: text.encode(), **files})
            ended = self._ended(jobs.script, folder, seed, limits)
            try:
                if ended.failed:
                    raise Unreadable(ended.failed)
                outputs = torch.from_numpy(reader.array(folder / PREDICTIONS))
                reported, losses = reader.metrics(folder / METRICS)
            except Unreadable as error:
                raise Failed(str(error), reader.printed(folder / LOG)) from None
        return Left(outputs, reported, len(losses), ended.cpu)

    def _ended(self, prepare: Callable[[], Work], folder: Path, seed: int, limits: Limits) -> Ended:
        order = Order(
            prepare=prepare, folder=folder, seed=seed, readable=self.readable, cpu=limits.cpu, wall=limits.wall
        )
        try:
            return self.server.carry_out(order)
        except Gone:
            raise Failed("ended the judge's server, as only an unlocked script can") from None

    def _score(self, outputs: torch.Tensor, targets: torch.Tensor) -> float:
        if len(outputs.shape) == 0 or len(outputs) != len(targets):
            raise Failed(f"{PREDICTIONS} has the shape {tuple(outputs.shape)}, and test.npz {len(targets)} rows")
        if self.shapes and tuple(outputs.shape[1:]) not in self.shapes:
            known = " or ".join(str((len(targets), *shape)) for shape in sorted(self.shapes))
            raise Failed(f"{PREDICTIONS} has the shape {tuple(outputs.shape)}, not {known}")
        try:
            return self.pair.task.scored(outputs, targets)
        except (RuntimeError, IndexError, ValueError, UserError) as error:
            raise Failed(f"{PREDICTIONS} cannot be scored: {error}") from None
