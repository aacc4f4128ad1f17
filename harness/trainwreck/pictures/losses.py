"""Losses over steps, all recipes on common axes."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from trainwreck.pictures.axes import legend, level, logarithmic
from trainwreck.pictures.curves import Curve, Numbers, Series, median
from trainwreck.pictures.panel import Panel
from trainwreck.pictures.theme import FAINT, colours, dashes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE = 20  # times: a scale that spans more is logarithmic
BEYOND = 10_000  # times what losses start from: what is greater leaves the picture
SAME = 0.05  # a loss that ends within this share of its start has stayed


@dataclass(frozen=True)
class Span:
    """What of losses is shown, from ``low`` to ``high``; ``start`` is the furthest from zero that one began."""

    low: float
    high: float
    start: float

    @property
    def is_logarithmic(self) -> bool:
        """Whether so much can be seen on a logarithmic scale alone."""
        return self.low > 0 and self.high > WIDE * self.low


def span(runs: Iterable[Curve], guessing: float | None = None) -> Span:
    """Return what of the losses of runs is shown on common axes, in every picture alike."""
    known = [run.values for run in runs if len(run.values)]
    start = float(max((abs(values[0]) for values in known), default=1.0)) or 1.0
    low = min((min(values) for values in known), default=1.0)
    high = max((max(values) for values in known), default=1.0)
    high = min(high, BEYOND * start)
    return Span(float(max(low, -BEYOND * start)), float(high if guessing is None else max(high, guessing)), start)


def loss_curves(
    *series: Series, guessing: float | None = None, note: str = "", along: str = "step", place: str = "step {:g}"
) -> Panel:
    """Draw the losses of recipes on common axes: every run faint, the median strong, a cross where it was not finite.

    ``guessing``  the loss of holding all classes for equally likely, as a line.
    ``note``      what else a reader should know, such as that a recipe has another loss function.
    ``along``, ``place``  what the losses are drawn over, and how a sentence names a place on it.
    """
    told = [_told(one, place) for one in series]
    cost = [] if guessing is None else [f"Holding all classes for equally likely costs {guessing:.2f}."]
    words = " ".join([*told, *cost, *([f"{note}."] if note else [])])
    return Panel(lambda part: _draw(part.subplots(), series, guessing, note, along), words)


def _draw(axes: "Axes", series: Sequence[Series], guessing: float | None, note: str, along: str) -> None:
    low, high = _scale(axes, series, guessing)
    ways = dashes(len(series))
    for one, colour, dash in zip(series, colours([one.broken for one in series]), ways, strict=True):
        for run in one.runs:
            axes.plot(run.at, run.values, color=colour, lw=0.7, alpha=0.35)
            if run.ended is not None:
                at, last = (run.at[-1], run.values[-1]) if run.values else (0, high)
                axes.plot(at, np.clip(last, low, high), "x", color=colour, ms=6, mew=1.6, clip_on=False)
        places, values = median(one.runs)
        there = np.isfinite(values)
        axes.plot(places[there], values[there], color=colour, lw=2, ls=dash, label=one.label)
    if any(run.ended is not None for one in series for run in one.runs):
        axes.plot([], [], "x", color=FAINT, ms=6, mew=1.6, label="no longer finite")
    if guessing is not None:
        level(axes, guessing, f"guessing:\nln {math.exp(guessing):.0f} = {guessing:.2f}")
    axes.set_xlabel(along)
    axes.set_title("training loss" + (f" ({note})" if note else ""))
    axes.margins(x=0.01)
    legend(axes)


def _scale(axes: "Axes", series: Sequence[Series], guessing: float | None) -> tuple[float, float]:
    """Set the scale of the losses; return its ends."""
    shown = span((run for one in series for run in one.runs), guessing)
    low, high, start = shown.low, shown.high, shown.start
    if shown.is_logarithmic:
        logarithmic(axes, "y", low, high)
        low, high = low / 1.2, high * 1.2
    elif low >= 0:
        low, high = 0.0, high * 1.08 or 1.0  # from zero, so that a loss which stands still looks as if it did
    elif max(-low, high) > WIDE * start:
        axes.set_yscale("symlog", linthresh=start)
        axes.yaxis.set_major_formatter("{x:g}")
        low, high = low * 2, max(high, start) * 2
    else:
        room = max(high - low, max(-low, high) / 2) * 0.06
        low, high = low - room, high + room
    axes.set_ylim(low, high)
    return low, high


def _told(one: Series, place: str) -> str:
    """Say in a sentence or two what the loss of a recipe did."""
    _, values = median(one.runs)
    ended = [run.ended for run in one.runs if run.ended is not None]
    finite = values[np.isfinite(values)]
    said = f"The loss of {one.label} {_course(finite)}" if finite.size else f"The loss of {one.label} is never finite"
    if not ended:
        return said + "."
    first = place.format(min(ended))
    return f"{said}; it is no longer finite in {len(ended)} of {len(one.runs)} runs, at {first} or later."


def _course(values: Numbers) -> str:
    first, last, peak = values[0], values[-1], values.max()
    if abs(last - first) <= SAME * abs(first):
        course = f"begins at {first:.3g} and ends there" if peak > 2 * abs(first) else f"stays near {first:.3g}"
    else:
        course = f"{'falls' if last < first else 'rises'} from {first:.3g} to {last:.3g}"
    return course + (f", with {peak:.3g} at its highest" if peak > 2 * max(abs(first), abs(last)) else "")
