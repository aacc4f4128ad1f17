"""Scores over epochs: on the training part, as reported, and on data that were held back."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median as middle
from typing import TYPE_CHECKING

import numpy as np

from trainwreck.pictures.axes import LOWEST, level, score_scale
from trainwreck.pictures.curves import Curve, median
from trainwreck.pictures.panel import Panel
from trainwreck.pictures.theme import FAINT, colours

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import SubFigure

LOOKS = {"training": (":", 1.4), "reported": ("--", 1.6), "held-back": ("-", 2.2)}  # the line of each part


@dataclass(frozen=True)
class Scored:
    """The scores of the runs of one recipe, under a label; a part that has none is empty.

    ``reported`` is what the practitioner's own validation part says, ``held_back`` what data say that it never had.
    """

    label: str
    training: Sequence[Curve] = ()
    reported: Sequence[Curve] = ()
    held_back: Sequence[Curve] = ()
    broken: bool = False

    @property
    def parts(self) -> dict[str, Sequence[Curve]]:
        """The parts of which there are scores, by name."""
        parts = {"training": self.training, "reported": self.reported, "held-back": self.held_back}
        return {name: runs for name, runs in parts.items() if runs}


def score_curves(*scored: Scored, goal: float | None = None, along: str = "epoch") -> Panel:
    """Draw the scores of recipes side by side: every run faint, medians strong, a dot for the model that came out."""
    words = " ".join(_told(one) for one in scored) + ("" if goal is None else f" The goal is {goal:.2f}.")
    return Panel(lambda part: _draw(part, scored, goal, along), words)


def _draw(part: "SubFigure", scored: Sequence[Scored], goal: float | None, along: str) -> None:
    row = part.subplots(1, len(scored), sharex=True, sharey=True, squeeze=False)[0]
    for axes, one, colour in zip(row, scored, colours([one.broken for one in scored]), strict=True):
        for name, runs in one.parts.items():
            _draw_part(axes, runs, colour, *LOOKS[name])
        axes.set_title(one.label, color=colour)
        axes.set_xlabel(along)
        axes.locator_params(axis="x", integer=True, nbins=5)
        if goal is not None:
            level(axes, goal, f"goal\n({goal:.2f})" if one is scored[-1] else "")
    values = [v for one in scored for runs in one.parts.values() for run in runs for v in _all(run)]
    score_scale(row[0], values)
    last = max([1.0, *(at for one in scored for runs in one.parts.values() for run in runs for at in run.at)])
    row[0].set_xlim(-0.03 * last, 1.04 * last)
    _explain(part, [name for name in LOOKS if any(name in one.parts for one in scored)])


def _draw_part(axes: "Axes", runs: Sequence[Curve], colour: str, dash: str, width: float) -> None:
    for run in runs:
        axes.plot(run.at, np.maximum(run.values, LOWEST), color=colour, lw=0.5, alpha=0.3, ls=dash)
    places, values = median(runs)
    axes.plot(places, np.maximum(values, LOWEST), color=colour, lw=width, ls=dash)
    if (final := _final(runs)) is not None:
        axes.plot(places[-1] if len(places) else 0, max(final, LOWEST), "o", color=colour, ms=2 + width, clip_on=False)


def _explain(part: "SubFigure", names: Sequence[str]) -> None:
    from matplotlib.lines import Line2D

    lines = [Line2D([], [], color=FAINT, ls=LOOKS[name][0], lw=LOOKS[name][1], label=name) for name in names]
    dot = Line2D([], [], color=FAINT, marker="o", ls="", ms=4, label="the model that came out")
    part.legend(handles=[*lines, dot], loc="outside upper left", ncols=4, handlelength=2.6)


def _all(run: Curve) -> list[float]:
    return [*run.values, *([run.final] if run.final is not None else [])]


def _final(runs: Sequence[Curve]) -> float | None:
    """Return the median of what the models that came out score; None if that is no number."""
    finals = [run.final for run in runs if run.final is not None and not math.isnan(run.final)]
    return middle(finals) if finals else None


def _told(one: Scored) -> str:
    """Say in a sentence what the models of a recipe score in the end."""
    finals = {name: _final(runs) for name, runs in one.parts.items()}
    said = [f"{name} {'no number' if score is None else f'{score:.2f}'}" for name, score in finals.items()]
    return f"The scores of {one.label} in the end: {', '.join(said)}."
