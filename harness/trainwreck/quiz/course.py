"""Recorded runs as a question shows them: their lengths made equal, since the number of steps betrays a scenario."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from trainwreck.pairs.entries import BROKEN, Entry
from trainwreck.pictures.curves import Curve, Numbers, Series
from trainwreck.pictures.losses import loss_curves
from trainwreck.pictures.panel import svg
from trainwreck.pictures.scores import Scored, score_curves
from trainwreck.proof.histories import numbers
from trainwreck.quiz.item import Picture

PLACES = np.linspace(0, 100, 41)  # per cent of the longest run at which losses stand: in every picture the same
SCORES_AT = np.linspace(0, 100, 6)  # and scores: more would show by their knots how many epochs there were
PARTS = ("training", "reported", "true")
ALONG = "per cent of the run"
ENDED, LOWEST = 1e6, -0.25  # as what a loss counts that is no longer finite, and a score below this


@dataclass(frozen=True, eq=False)
class Course:
    """How the runs of one recipe went; ``rows`` are those recorded of it."""

    entry: Entry
    recipe: str
    rows: pd.DataFrame

    @property
    def is_broken(self) -> bool:
        """Whether the recipe is a scenario's broken one."""
        return self.recipe == BROKEN

    @cached_property
    def losses(self) -> list[Curve]:
        """The losses of each run."""
        rows: list[Any] = self.rows.to_dict("records")
        ends = [numbers(row["steps"])[-1:] for row in rows]
        last = max([1.0, *(end for run in ends for end in run), *self.rows.diverged_at.dropna()])
        return [
            _stretched(
                numbers(row["losses"]),
                [100 * step / last for step in numbers(row["steps"])],
                PLACES,
                None if pd.isna(row["diverged_at"]) else 100 * row["diverged_at"] / last,
            )
            for row in rows
        ]

    @cached_property
    def scores(self) -> dict[str, list[Curve]]:
        """The scores of each run, by part, from the first epoch to the last of the longest."""
        rows: list[Any] = self.rows.to_dict("records")
        last = max([2.0, *(epoch for row in rows for epoch in numbers(row["epochs"])[-1:])])
        found: dict[str, list[Curve]] = {part: [] for part in PARTS}
        for row in rows:
            at = [100 * (epoch - 1) / (last - 1) for epoch in numbers(row["epochs"])]
            for part in PARTS:
                *values, final = numbers(row[part])
                found[part].append(_stretched(values, at, SCORES_AT, final=final))
        return found

    @property
    def start(self) -> float:
        """The loss that its runs begin with; NaN if none is finite."""
        firsts = [run.values[0] for run in self.losses if len(run.values)]
        return float(np.median(firsts)) if firsts else np.nan

    @cached_property
    def picture(self) -> Picture:
        """All its runs, without a word of what they are of."""
        known = self.rows.guessing.dropna()
        level = None if known.empty else float(known.iloc[0])
        losses = loss_curves(Series("the runs", self.losses), guessing=level, along=ALONG, place="{:.0f} % of the run")
        training, reported, held_back = (self.scores[part] for part in PARTS)
        scores = score_curves(Scored("the runs", training, reported, held_back), along=ALONG)
        return Picture(svg("Training runs", losses, scores), f"{losses.words} {scores.words}")

    def differs(self, other: "Course") -> bool:
        """Whether its runs can be told from another's: each is farther from those than they are among themselves."""
        return bool(_apart(self._features, other._features).min() > max(self._spread, other._spread))

    @cached_property
    def _spread(self) -> float:
        return float(_apart(self._features, self._features).max())

    @cached_property
    def _features(self) -> Numbers:
        """Each run as an eye compares it, a row a run: its loss by orders of magnitude, its scores as they are."""
        scores = zip(*(self.scores[part] for part in PARTS), strict=True)
        runs = zip(self.losses, scores, strict=True)
        return np.array([np.concatenate([_magnitude(loss), *map(_height, parts)]) for loss, parts in runs])


def _stretched(
    values: list[float], at: list[float], places: Numbers, ended: float | None = None, final: float | None = None
) -> Curve:
    """Return a curve over per cent at these places, the same for all runs, and at its own end."""
    if not at:
        return Curve([], [], ended, final)
    own = [*places[(places >= at[0]) & (places < at[-1])].tolist(), at[-1]]
    return Curve(np.interp(own, at, values).tolist(), own, ended, final)


def _magnitude(loss: Curve) -> Numbers:
    after = ENDED if loss.ended is not None or not loss.values else loss.values[-1]
    values = np.interp(PLACES, loss.at, loss.values, right=after) if loss.values else np.full(len(PLACES), after)
    return np.asarray(np.arcsinh(100 * np.clip(values, -ENDED, ENDED)) / np.log(10))


def _height(score: Curve) -> Numbers:
    final = LOWEST if score.final is None else score.final
    values = np.interp(PLACES, score.at, score.values, right=final) if score.values else np.full(len(PLACES), final)
    return np.asarray(2 * np.clip(np.nan_to_num(values, nan=LOWEST), LOWEST, 1))


def _apart(runs: Numbers, others: Numbers) -> Numbers:
    """Return how far each run is from each of the others, on average over all that is compared."""
    return np.asarray(np.abs(runs[:, None] - others[None]).mean(axis=-1))
