"""What the fault's check read of runs, and of which it was suspicious."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING

from trainwreck.pictures.axes import legend, logarithmic
from trainwreck.pictures.panel import Panel
from trainwreck.pictures.theme import FAINT, colours

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import SubFigure

TITLE = 100  # characters of a line
WIDE = 50  # times: readings that span more are on a logarithmic axis


@dataclass(frozen=True)
class Readings:
    """What the check read of the runs of one recipe: a number each, and whether it was suspicious."""

    label: str
    read: Sequence[tuple[float, bool]]
    broken: bool = False


def check_readings(readings: Sequence[Readings], question: str) -> Panel:
    """Draw each reading as a mark on one axis, a row a recipe: filled where the check was suspicious.

    ``question`` is what the check asks.
    """
    words = " ".join([f"The check asks: {question}", *(_told(one) for one in readings)])
    return Panel(lambda part: _draw(part, readings, question), words, 1.2 + 0.24 * len(readings))


def _draw(part: "SubFigure", readings: Sequence[Readings], question: str) -> None:
    axes = part.subplots()
    part.suptitle(fill(f"what the check read: {question}", TITLE), x=0.01, ha="left", fontsize=9.5)
    for row, (one, colour) in enumerate(zip(readings, colours([one.broken for one in readings]), strict=True)):
        for value, suspicious in one.read:
            if math.isfinite(value):
                axes.plot(value, row, "o", color=colour, mfc=colour if suspicious else "none", ms=7, alpha=0.8)
    axes.plot([], [], "o", color=FAINT, ms=7, label="suspicious")
    axes.plot([], [], "o", color=FAINT, mfc="none", ms=7, label="quiet")
    _scale(axes, [value for one in readings for value, _ in one.read if math.isfinite(value)])
    axes.set_yticks(range(len(readings)), [one.label for one in readings])
    axes.set_ylim(len(readings) - 0.5, -0.5)
    axes.grid(axis="x")
    legend(axes)


def _scale(axes: "Axes", values: Sequence[float]) -> None:
    """Let readings that are nearly the same lie near each other, and those that span decades at equal steps."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    if low > 0 and high > WIDE * low:
        logarithmic(axes, "x", low, high)
        return
    span = max(high - low, max(-low, high) / 2) or 1.0
    axes.set_xlim((low + high - 1.1 * span) / 2, (low + high + 1.1 * span) / 2)


def _told(one: Readings) -> str:
    suspicious = sum(suspicious for _, suspicious in one.read)
    values = sorted(value for value, _ in one.read)
    span = f"{values[0]:.3g}" if values[0] == values[-1] else f"{values[0]:.3g} to {values[-1]:.3g}"
    return f"The check read {span} of {one.label}, and was suspicious of {suspicious} of {len(values)} runs."
