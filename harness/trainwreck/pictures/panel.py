"""A picture is made of panels, one below the other. Each knows how it is drawn, and what it shows in words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from trainwreck.pictures.theme import DARK, DARK_PAPER, PAPER, SETTINGS

if TYPE_CHECKING:
    from matplotlib.figure import Figure, SubFigure

WIDTH = 8.0  # inches
METADATA = re.compile(r"\n? *<metadata>.*?</metadata>", re.DOTALL)


@dataclass(frozen=True)
class Panel:
    """One part of a picture.

    ``draw``    draws it on a part of a figure.
    ``words``   says what is to be seen, for those who do not see it.
    ``height``  in inches.
    """

    draw: "Callable[[SubFigure], None]"
    words: str
    height: float = 2.6


def figure(*panels: Panel) -> "Figure":
    """Return panels as one figure of matplotlib, one below the other."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(SETTINGS):
        whole = Figure(figsize=(WIDTH, sum(panel.height for panel in panels)), layout="constrained")
        rows = whole.subfigures(len(panels), height_ratios=[panel.height for panel in panels], squeeze=False)
        for panel, [row] in zip(panels, rows, strict=True):
            panel.draw(row)
    return whole


def svg(title: str, *panels: Panel) -> str:
    """Return panels as one SVG image, the same bytes whenever they are the same.

    It stands in a page or in a file of its own; its letters are text; ``title`` and what the panels show are said to
    those who do not see it. In a dark surrounding it is light on dark.
    """
    from matplotlib import rc_context

    file = StringIO()
    with rc_context({**SETTINGS, "svg.hashsalt": title}):
        figure(*panels).savefig(file, format="svg", metadata={"Date": None})
    _, _, image = METADATA.sub("", file.getvalue()).partition("<svg")  # without the declarations of a file
    words = " ".join(panel.words for panel in panels)
    told = f"<title>{escape(title)}</title>\n <desc>{escape(words)}</desc>\n <style>{_looks()}</style>"
    start, _, rest = image.partition(">")
    return f'<svg class="trainwreck" role="img"{start}>\n {told}{rest}'


def _looks() -> str:
    """Return what the picture lies on, and the rules that exchange its colours in the dark."""
    rules = (
        f'.trainwreck [style*="{what}: {light}"] {{ {what}: {dark} !important }}'
        for light, dark in DARK.items()
        for what in ("stroke", "fill")
    )
    dark = " ".join([f".trainwreck {{ background: {DARK_PAPER} }}", *rules])
    return f".trainwreck {{ background: {PAPER} }} @media (prefers-color-scheme: dark) {{ {dark} }}"
