"""What the axes of all panels share: levels that are named beside them, legends above them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from trainwreck.pictures.theme import FAINT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOWEST = -0.25  # scores below are drawn here: some have no lowest, and the others would lie flat beside them


def level(axes: "Axes", height: float, label: str) -> None:
    """Draw a level as a line across, and its label to the right of the axes."""
    axes.axhline(height, color=FAINT, lw=1, ls=(0, (1, 2)))
    place = ("axes fraction", "data")
    axes.annotate(label, (1, height), (4, 4), place, "offset points", va="top", color=FAINT, fontsize=8)


def legend(axes: "Axes") -> None:
    """Put the legend between the title and the axes: no curve is below it."""
    axes.set_title(axes.get_title(loc="left"), pad=20)
    close = {"borderaxespad": 0.1, "borderpad": 0, "handlelength": 2.2, "handletextpad": 0.5, "columnspacing": 1.2}
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=6, fontsize=8.5, **close)


def score_scale(axes: "Axes", scores: Sequence[float]) -> None:
    """Let a scale of scores reach from 0 to 1, and further where these scores do."""
    numbers = [score for score in scores if score == score]
    axes.set_ylim(max(min([0.0, *numbers]), LOWEST) - 0.03, max([1.0, *numbers]) + 0.03)
    axes.set_ylabel("score")


def logarithmic(axes: "Axes", which: Literal["x", "y"], low: float, high: float) -> None:
    """Make an axis logarithmic, with a label at every power of ten, or also in between if there are few."""
    from matplotlib.ticker import LogLocator, NullLocator

    axes.set(**{f"{which}scale": "log"})
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_locator(LogLocator(subs=(1,) if high > 1000 * low else (1, 3), numticks=7))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter("{x:g}")
