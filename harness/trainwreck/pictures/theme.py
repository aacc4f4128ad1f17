"""The look of every picture: colours that differ for the colour-blind, in a light and in a dark surrounding."""

from itertools import cycle, islice
from typing import Any

INK, FAINT, GRID = "#24292f", "#636c76", "#d4d9df"
BROKEN = "#c2410c"
HEALTHY = ("#0067b3", "#00795c", "#8b3fa0", "#7d6200")

# Below a picture, so that it can be read on any page: not every page is as light or as dark as its reader's device.
PAPER, DARK_PAPER = "#ffffff", "#0d1117"

# The same colours where the surrounding is dark. As each stands for one thing only, they can be exchanged in the file.
DARK = {
    INK: "#d9dee3",
    FAINT: "#98a1ab",
    GRID: "#3a414a",
    BROKEN: "#ff9068",
    HEALTHY[0]: "#5db7f5",
    HEALTHY[1]: "#37cba4",
    HEALTHY[2]: "#da9eea",
    HEALTHY[3]: "#e0bb45",
}

SETTINGS: Any = {  # of matplotlib; its stubs know each by name
    "svg.fonttype": "none",  # letters stay letters: they can be searched, read aloud and copied
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same layout on every machine
    "font.size": 9,
    "text.color": INK,
    "axes.labelcolor": FAINT,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.edgecolor": FAINT,
    "axes.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.minor.size": 0,
    "ytick.minor.size": 0,
    "lines.solid_capstyle": "round",
    "legend.frameon": False,
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
}

DASHES: tuple[Any, ...] = ("-", (0, (5, 1.6)), (0, (5, 1.4, 1, 1.4)), (0, (2.4, 1.2)))


def colours(broken: list[bool]) -> list[str]:
    """Return a colour for each of several recipes, which are broken or healthy.

    >>> colours([True, False]) == [BROKEN, HEALTHY[0]]
    True
    """
    healthy = cycle(HEALTHY)
    return [BROKEN if one else next(healthy) for one in broken]


def dashes(count: int) -> list[Any]:
    """Return so many ways to draw a line: where colours fail, as in print, these tell lines apart."""
    return list(islice(cycle(DASHES), count))
