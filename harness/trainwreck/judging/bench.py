"""The bench: a script is run on the data of each seed, and what it leaves is scored."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from trainwreck.errors import UserError
from trainwreck.judging import jobs, reader
from trainwreck.judging.assignment import Sheet
from trainwreck.judging.chamber import Chamber, Failed, Limits
from trainwreck.judging.findings import OnSeed, Performance
from trainwreck.judging.jobs import CASE, LOOKED, WEIGHTS
from trainwreck.learning.running import METRICS, PREDICTIONS
from trainwreck.pairs.loading import Pair
from trainwreck.scripts.folder import SCRIPT
from trainwreck.training.recipe import delta
from trainwreck.training.run import Scores

OURS = Limits(cpu=600, wall=1800.0)  # of scripts that are known
OPENING = Limits(cpu=60, wall=300.0)  # of somebody's weights
OWN = {"prepare", "model", "predict"}  # the fields of a recipe that outputs are made by


@dataclass(frozen=True)
class Left:
    """What a script has left: its outputs for the held-back rows, the score that it reports, its steps and time."""

    outputs: Tensor
    reported: float
    steps: int
    cpu: float


@dataclass(frozen=True)
class Bench:
    """Where the scripts of one assignment are run.

    ``scripts``, ``checks``  where they are run, and where what knows the scenario is.
    ``shapes``    that outputs may have, but for the rows; any, if there are none. A score may take other shapes for
                  what they are not.
    """

    pair: Pair
    sheets: Sequence[Sheet]
    scripts: Chamber
    checks: Chamber
    shapes: frozenset[tuple[int, ...]] = frozenset()

    @property
    def weighs(self) -> bool:
        """Whether a script hands in its weights, and the scenario's own model predicts with them.

        So it is where no accepted fix changes how outputs are made: then nobody else need make them either.
        """
        assert self.pair.broken is not None
        return all(OWN.isdisjoint(delta(self.pair.broken, fixed)) for fixed in self.pair.fixes.values())

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

    def look(self, sheet: Sheet, text: str, limits: Limits) -> bool | None:
        """Return whether the fault's check is said to be quiet on a script; None if it cannot tell."""
        files = {SCRIPT: text.encode(), CASE: jobs.named(self.pair), **sheet.files}
        try:
            with self.checks.done(jobs.look, files, sheet.seed, limits) as (folder, _):
                return reader.looked(folder / LOOKED)
        except Failed:
            return None

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
        """Run a script on some data."""
        with self.scripts.done(jobs.script, {SCRIPT: text.encode(), **files}, seed, limits) as (folder, cpu):
            reported, losses = reader.metrics(folder / METRICS)
            if not self.weighs:
                outputs = reader.array(folder / PREDICTIONS)
                return Left(torch.from_numpy(outputs), reported, len(losses), cpu)
            weights = reader.contents(folder / WEIGHTS, reader.LARGEST)
        return Left(self._predicted(weights, seed, files), reported, len(losses), cpu)

    def _predicted(self, weights: bytes, seed: int, files: Mapping[str, bytes]) -> Tensor:
        """Return what the scenario's model predicts with somebody's weights, which are opened under lock as well."""
        files = {WEIGHTS: weights, CASE: jobs.named(self.pair), **files}
        try:
            with self.checks.done(jobs.predictions, files, seed, OPENING) as (folder, _):
                return torch.from_numpy(reader.array(folder / PREDICTIONS))
        except Failed as error:
            raise Failed(f"handed in {WEIGHTS} that do not fit the model of the script", error.printed) from None

    def _score(self, outputs: Tensor, targets: Tensor) -> float:
        if len(outputs.shape) == 0 or len(outputs) != len(targets):
            raise Failed(f"{PREDICTIONS} has the shape {tuple(outputs.shape)}, and test.npz {len(targets)} rows")
        if self.shapes and tuple(outputs.shape[1:]) not in self.shapes:
            known = " or ".join(str((len(targets), *shape)) for shape in sorted(self.shapes))
            raise Failed(f"{PREDICTIONS} has the shape {tuple(outputs.shape)}, not {known}")
        try:
            return self.pair.task.scored(outputs, targets)
        except (RuntimeError, IndexError, ValueError, UserError) as error:
            raise Failed(f"{PREDICTIONS} cannot be scored: {error}") from None
