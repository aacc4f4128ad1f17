"""Small charts for a page with hundreds of them: the colours and the words of ``pictures``, drawn by hand.

A picture of matplotlib takes more than a second and 100 kB; one of these takes milliseconds and some kilobytes.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median as middle_of

import numpy as np
from markupsafe import Markup
from matplotlib.ticker import LogLocator, MaxNLocator

from trainwreck.pictures.axes import LOWEST
from trainwreck.pictures.curves import Curve, Series, median
from trainwreck.pictures.doses import Dose
from trainwreck.pictures.losses import WIDE, span
from trainwreck.pictures.readings import Readings
from trainwreck.pictures.scores import LOOKS, Scored
from trainwreck.pictures.theme import HEALTHY

WIDTH, HEIGHT = 360, 210
LEFT, RIGHT, TOP, BOTTOM = 42, 348, 10, 176


@dataclass(frozen=True)
class Chart:
    """A chart, its title, what its lines are (a label and a class of the style sheet each), and what it shows."""

    title: str
    drawn: Markup
    keys: Sequence[tuple[str, str]]
    words: str


@dataclass(frozen=True)
class Scale:
    """From a value to its place on the page; what is beyond the ends stands at them."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool = False

    def __call__(self, value: float) -> float:
        """Return the place of a value."""
        low, high = self._bend(self.low), self._bend(self.high)
        share = (self._bend(min(max(value, self.low), self.high)) - low) / ((high - low) or 1.0)
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self) -> list[float]:
        """Return round values, few enough that each can have a label."""
        locator = LogLocator(numticks=5) if self.logarithmic else MaxNLocator(5, steps=[1, 2, 5, 10])
        return [float(tick) for tick in locator.tick_values(self.low, self.high) if self.low <= tick <= self.high]

    def _bend(self, value: float) -> float:
        return math.log(value) if self.logarithmic else value


def losses(series: Sequence[Series], guessing: float | None, words: str) -> Chart:
    """Draw the losses of recipes on common axes: every run faint, the median strong."""
    y = _loss_scale([run for one in series for run in one.runs], guessing)
    x = Scale(0, max([1.0, *(at for one in series for run in one.runs for at in run.at)]), LEFT, RIGHT)
    parts = [_frame(x, y, "step"), *([_level(y, guessing)] if guessing is not None else [])]
    colours = _colours([one.broken for one in series])
    for one, colour in zip(series, colours, strict=True):
        parts += [_line(run.at, run.values, x, y, f"faint {colour}") for run in one.runs]
        parts += [_cross(run, x, y, colour) for run in one.runs if run.ended is not None]
        places, middle = median(one.runs)
        there = np.isfinite(middle)
        parts.append(_line(places[there], middle[there], x, y, colour))
    keys = [(one.label, colour) for one, colour in zip(series, colours, strict=True)]
    keys += [("guessing", "level")] if guessing is not None else []
    return Chart("Training loss", _svg(parts, words), keys, words)


def scores(scored: Sequence[Scored], goal: float | None, words: str) -> list[Chart]:
    """Draw the scores of each recipe, a chart each on the same scales; the words stand with the first."""
    runs = [run for one in scored for runs in one.parts.values() for run in runs]
    finals = [run.final for run in runs if run.final is not None]
    numbers = [value for run in runs for value in run.values] + finals
    finite = [value for value in numbers if math.isfinite(value)]
    y = Scale(max(min([0.0, *finite]), LOWEST), max([1.0, *finite]), BOTTOM, TOP)
    x = Scale(0, max([1.0, *(at for run in runs for at in run.at)]), LEFT, RIGHT)
    charts = []
    for one, colour in zip(scored, _colours([one.broken for one in scored]), strict=True):
        parts = [_frame(x, y, "epoch"), *([_level(y, goal)] if goal is not None else [])]
        for name, its in one.parts.items():
            dash = name.replace("-", "")
            parts += [_line(run.at, run.values, x, y, f"faint {colour} {dash}") for run in its]
            places, middle = median(its)
            parts.append(_line(places, middle, x, y, f"{colour} {dash}"))
            ends = [run.final for run in its if run.final is not None and math.isfinite(run.final)]
            if ends:  # the model that came out: it need not be that of the last epoch
                parts.append(_dot(x(places[-1] if len(places) else 0), y(middle_of(ends)), colour))
        keys = [(name, f"{colour} {name.replace('-', '')}") for name in LOOKS if name in one.parts]
        keys += [("goal", "level")] if goal is not None else []
        told = words if one is scored[0] else f"The scores of {one.label}."
        charts.append(Chart(f"Scores of {one.label}", _svg(parts, told), keys, told))
    return charts


def doses(found: Sequence[Dose], of: str, fix: str, goal: float, score: str, words: str) -> Chart:
    """Draw what is scored at each dose, in the order of harm, with its 95 % interval."""
    ends = [end for one in found for end in (*one.broken, *one.fixed)]
    y = Scale(max(min([0.0, *ends]), LOWEST), max([1.0, *ends]), BOTTOM, TOP)
    x = Scale(0.5, len(found) + 0.5, LEFT, RIGHT)
    parts = [_frame(x, y, of, labels=[(n, f"{one.dose:g}") for n, one in enumerate(found, 1)]), _level(y, goal)]
    for scored, colour in (([one.broken for one in found], "c0"), ([one.fixed for one in found], "c1")):
        places = range(1, len(found) + 1)
        parts.append(_line(places, [mean for mean, _, _ in scored], x, y, colour))
        parts += [_line([at, at], [low, high], x, y, colour) for at, (_, low, high) in zip(places, scored, strict=True)]
        parts += [_dot(x(at), y(mean), colour) for at, (mean, _, _) in zip(places, scored, strict=True)]
    keys = [("broken", "c0"), (fix, "c1"), ("goal", "level")]
    return Chart(f"{score[:1].upper()}{score[1:]} by dose", _svg(parts, words), keys, words)


def readings(found: Sequence[Readings], words: str) -> Chart:
    """Draw what the check read of every run, a row a recipe: filled where it was suspicious."""
    values = [value for one in found for value, _ in one.read if math.isfinite(value)]
    low, high = min(values, default=0.0), max(values, default=1.0)
    wide = low > 0 and high > WIDE * low
    room = (1 if wide else (high - low) * 0.05) or 1.0
    x = Scale(low / 1.2, high * 1.2, LEFT, RIGHT, True) if wide else Scale(low - room, high + room, LEFT, RIGHT)
    y = Scale(0, len(found), TOP, BOTTOM)
    colours = _colours([one.broken for one in found])
    parts = [_frame(x, None, "what the check read")]
    for row, (one, colour) in enumerate(zip(found, colours, strict=True)):
        for value, suspicious in one.read:
            if math.isfinite(value):
                parts.append(_dot(x(value), y(row + 0.5), f"{colour} {'' if suspicious else 'quiet'}"))
    keys = [(one.label, colour) for one, colour in zip(found, colours, strict=True)]
    return Chart("What the check read (filled: suspicious)", _svg(parts, words), keys, words)


def _loss_scale(runs: Sequence[Curve], guessing: float | None) -> Scale:
    shown = span(runs, guessing)
    if shown.is_logarithmic:
        return Scale(shown.low / 1.2, shown.high * 1.2, BOTTOM, TOP, True)
    return Scale(min(shown.low, 0.0), max(shown.high, 0.0) * 1.08 or 1.0, BOTTOM, TOP)


def _colours(broken: Sequence[bool]) -> list[str]:
    """Return the style sheet's class for each of several recipes: c0 is the broken one's."""
    healthy = iter(range(sum(not one for one in broken)))
    return ["c0" if one else f"c{next(healthy) % len(HEALTHY) + 1}" for one in broken]


def _svg(parts: Iterable[str], words: str) -> Markup:
    head = Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(WIDTH, HEIGHT, words)
    return head + Markup("".join(parts)) + Markup("</svg>")


def _frame(x: Scale, y: Scale | None, along: str, labels: Sequence[tuple[float, str]] | None = None) -> str:
    """Draw the grid, its labels, and what the horizontal axis is."""
    shown = [(tick, f"{tick:g}") for tick in x.ticks()] if labels is None else labels
    grid = "".join(f"M{LEFT} {y(tick)}H{RIGHT}" for tick in y.ticks()) if y else ""
    across = "".join(f"<text x='{x(at)}' y='{BOTTOM + 14}' class='m'>{label}</text>" for at, label in shown)
    up = "".join(f"<text x='{LEFT - 5}' y='{y(tick) + 4}' class='e'>{tick:g}</text>" for tick in y.ticks()) if y else ""
    name = Markup("<text x='{}' y='{}' class='m'>{}</text>").format((LEFT + RIGHT) / 2, HEIGHT - 5, along)
    return f"<path class='grid' d='{grid}'/><path class='axis' d='M{LEFT} {BOTTOM}H{RIGHT}'/>{across}{up}{name}"


def _line(at: Iterable[float], values: Iterable[float], x: Scale, y: Scale, look: str) -> str:
    points = " ".join(
        f"{x(place):g},{y(value):g}" for place, value in zip(at, values, strict=True) if math.isfinite(value)
    )
    return f"<polyline class='{look}' points='{points}'/>"


def _level(y: Callable[[float], float], height: float) -> str:
    return f"<path class='level' d='M{LEFT} {y(height)}H{RIGHT}'/>"


def _dot(x: float, y: float, look: str) -> str:
    return f"<circle class='{look}' cx='{x:g}' cy='{y:g}' r='3.5'/>"


def _cross(run: Curve, x: Scale, y: Scale, colour: str) -> str:
    """Mark where a loss was no longer finite."""
    at, value = (run.at[-1], run.values[-1]) if len(run.values) else (0, y.high)
    return f"<path class='{colour}' d='M{x(at) - 4:g} {y(value) - 4:g}l8 8m0-8l-8 8'/>"
