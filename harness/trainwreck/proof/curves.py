"""Curves as a line of text."""

import math
from collections.abc import Sequence

BLOCKS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float], width: int = 32) -> str:
    """Draw a series as at most ``width`` blocks, each the mean of its stretch; ``✕`` where that is not finite.

    >>> sparkline([8, 7, 6, 5, 4, 3, 2, 1])
    '█▇▆▅▄▃▂▁'
    >>> sparkline([1, 2, 3, float("nan")])
    '▁▄█✕'
    """
    stretch = max(1, math.ceil(len(values) / width))
    means = [sum(part) / len(part) for part in (values[i : i + stretch] for i in range(0, len(values), stretch))]
    finite = [mean for mean in means if math.isfinite(mean)]
    low, high = min(finite, default=0.0), max(finite, default=0.0)
    scale = (len(BLOCKS) - 1) / ((high - low) or 1.0)
    return "".join(BLOCKS[int((mean - low) * scale)] if math.isfinite(mean) else "✕" for mean in means)
