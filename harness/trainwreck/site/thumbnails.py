"""Small pictures of recorded runs, drawn by hand: hundreds of them on a page weigh little, and follow its colours.

The pictures of ``trainwreck.pictures`` have axes, numbers and every single run; these have a line for the median of a
recipe's runs and a band from the lowest to the highest.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd

from trainwreck.pictures.curves import Curve, Numbers, Series, median
from trainwreck.pictures.losses import span
from trainwreck.pictures.recorded import losses, scored, series
from trainwreck.pictures.scores import Scored, score_curves
from trainwreck.proof.histories import numbers

WIDTH, HEIGHT, GAP, HEAD = 132, 64, 16, 17  # of a panel, between two, and of the line above them
Place = Callable[[float, float], str]


def thumbnail(rows: pd.DataFrame) -> str:
    """Return the losses and the scores of recorded runs of one recipe, or of two, side by side as one SVG.

    ``rows``  a row a run, of the table ``Results.curves``. A recipe that stands alone has the colour of a broken one.
    """
    curves = series(rows)
    scores = list(scored(rows))
    words = f"{losses(rows).words} {score_curves(*scores).words}"
    body = "".join([*_losses(curves), *_scores(scores, WIDTH + GAP)])
    size = f'viewBox="0 0 {2 * WIDTH + GAP} {HEAD + HEIGHT + 2}"'
    return f'<svg class="tw-thumb" {size} role="img" aria-label="{escape(words, {chr(34): ""})}">{body}</svg>'


def dose_curves(doses: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the losses of a fault's doses, one SVG each, all on the same axes.

    ``doses``  rows of the table ``Results.severities``.
    """
    runs = [Curve(numbers(dose["losses"]), numbers(dose["steps"])) for dose in doses]
    place = _scaled(runs, max((run.at[-1] for run in runs if len(run.at)), default=1.0) or 1.0)
    size = f'viewBox="0 0 {WIDTH} {HEAD + HEIGHT + 2}"'
    return [
        f'<svg class="tw-thumb" {size} aria-hidden="true">{_head("loss", 0)}'
        f"{_line(np.array(run.at), np.array(run.values), 'tw-broken', place)}</svg>"
        for run in runs
    ]


def _losses(series: Sequence[Series]) -> Iterator[str]:
    yield _head("loss", 0)
    runs = [run for one in series for run in one.runs]
    place = _scaled(runs, max((run.at[-1] for run in runs if len(run.at)), default=1) or 1)
    for one in series:
        yield from _drawn(one.runs, _look(one, series), place)
        if any(run.ended is not None for run in one.runs):
            yield _cross(one, _look(one, series), place)


def _scores(scores: Sequence[Scored], left: float) -> Iterator[str]:
    yield _head("score", left)
    last = max((run.at[-1] for one in scores for run in one.held_back if len(run.at)), default=2)

    def place(at: float, value: float) -> str:  # the first score is that of epoch 1
        across = (at - 1) / max(last - 1, 1)
        return f"{left + across * WIDTH:.1f},{HEAD + (1 - min(max(value, 0.0), 1.0)) * HEIGHT:.1f}"

    for one in scores:
        look = _look(one, scores)
        yield _line(*median(one.training), f"{look} tw-training", place)
        yield _line(*median(one.reported), f"{look} tw-reported", place)
        yield from _drawn(one.held_back, look, place)
        if finals := [run.final for run in one.held_back if run.final is not None and math.isfinite(run.final)]:
            x, y = place(last, float(np.median(finals))).split(",")
            yield f'<circle class="tw-came-out {look}" cx="{x}" cy="{y}" r="3"/>'


def _look(one: Series | Scored, all_of_them: Sequence[Series | Scored]) -> str:
    return "tw-broken" if one.broken or len(all_of_them) == 1 else "tw-healthy"


def _head(title: str, left: float) -> str:
    ground = HEAD + HEIGHT
    axis = f'<path class="tw-axis" d="M{left} {ground + 0.5}H{left + WIDTH}"/>'
    return f'<text class="tw-label" x="{left}" y="10">{title}</text>{axis}'


def _scaled(runs: Sequence[Curve], last: float) -> Place:
    """Return where a loss stands: from zero up, or on a logarithmic scale where losses span much."""
    shown = span(runs)
    low, top, is_log = shown.low, shown.high, shown.is_logarithmic
    bottom = math.log(low) if is_log else min(low, 0.0)
    reach = ((math.log(top) if is_log else max(top, 0.0)) - bottom) or 1.0

    def place(at: float, value: float) -> str:
        height = (math.log(max(value, low)) if is_log else value) - bottom
        return f"{at / last * WIDTH:.1f},{HEAD + HEIGHT - min(max(height / reach, 0.0), 1.0) * HEIGHT:.1f}"

    return place


def _drawn(runs: Sequence[Curve], look: str, place: Place) -> Iterator[str]:
    """Yield the band from the lowest to the highest run, and the median."""
    places, values = median(runs)
    there = np.isfinite(values)
    places, values = places[there], values[there]
    if len(places) > 1:
        spread = np.array([np.interp(places, run.at, run.values) for run in runs if len(run.at)])
        edge = [place(at, high) for at, high in zip(places, spread.max(axis=0), strict=True)]
        edge += reversed([place(at, low) for at, low in zip(places, spread.min(axis=0), strict=True)])
        yield f'<polygon class="tw-band {look}" points="{" ".join(edge)}"/>'
    yield _line(places, values, look, place)


def _line(places: Numbers, values: Numbers, look: str, place: Place) -> str:
    points = " ".join(place(at, value) for at, value in zip(places, values, strict=True) if math.isfinite(value))
    return f'<polyline class="tw-line {look}" points="{points}"/>' if points else ""


def _cross(one: Series, look: str, place: Place) -> str:
    """Return a cross where the first of the runs was no longer finite."""
    run = min((run for run in one.runs if run.ended is not None), key=lambda run: run.ended or 0)
    at, value = (run.at[-1], run.values[-1]) if len(run.at) else (0.0, 0.0)
    x, y = (float(number) for number in place(at, value).split(","))
    d = f"M{x - 3:.1f} {y - 3:.1f}l6 6m0-6l-6 6"
    return f'<path class="tw-cross {look}" d="{d}"/>'
