"""Curves on common axes, drawn with letters: for any terminal, without colour and over ssh."""

import math
from collections.abc import Mapping, Sequence

WIDTH, HEIGHT = 60, 10  # characters; with its axis a plot stays below 80 columns
DECADE = 10  # from this ratio on a loss is drawn on a logarithmic scale


def plotted(title: str, series: Mapping[str, Sequence[float]], bounds: tuple[float, float] | None = None) -> str:
    """Draw series over their length in per cent, so that long and short runs can be compared.

    What is not finite is left out, and a curve ends there. Without ``bounds`` the scale is that of all values, and
    logarithmic where they span a decade.
    """
    import numpy as np
    from uniplot import plot_to_string

    finite = {name: [value for value in values if math.isfinite(value)] for name, values in series.items()}
    shown = {name: values for name, values in finite.items() if values}
    every = [value for values in shown.values() for value in values]
    if not every:
        return ""
    low, high = bounds or (min(every), max(every))
    is_log = bounds is None and low > 0 and high / low >= DECADE
    lines: str = plot_to_string(
        xs=[np.linspace(0, 100, len(values)) for values in shown.values()],
        ys=[np.array(values) for values in shown.values()],
        lines=[len(values) > 1 for values in shown.values()],
        title=title,
        legend_labels=[*shown],
        width=WIDTH,
        height=HEIGHT,
        color=False,
        character_set="ascii",
        x_unit=" %",
        x_gridlines=[],
        y_gridlines=[],
        y_as_log=is_log,
        **({"y_min": low, "y_max": high} if bounds else {}),
    )
    return "\n".join(line.rstrip() for line in lines.splitlines())
