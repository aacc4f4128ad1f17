"""What a loss makes of the rows of a batch: each for itself, or one beside the other; and of a constant answer."""

from typing import Any

import torch
from torch import Tensor
from torch.utils._pytree import tree_map

from trainwreck.examining.material import Material, remembered
from trainwreck.examining.tape import Bundle

FEW = 8  # answers, of which an average says nothing
NEAR = 0.001  # how near to one or two a ratio must be, to be one of them but for rounding


@remembered
def twice(material: Material) -> float | None:
    """Return how many times its value a loss has for the same batch twice over; None if that cannot be told."""
    if material.why_not("loss") or material.why_not("model") or material.loss is None:
        return None
    inputs, targets = material.batches[0]
    try:
        outputs = material.start().model(inputs)
        once = material.loss(outputs, targets).item()
        both = material.loss(_repeated(outputs, len(inputs)), _repeated(targets, len(inputs))).item()
    except Exception:  # what is somebody's may count on a size
        return None
    return both / once if once else 1.0


def compares(material: Material) -> bool:
    """Whether a loss compares the rows of a batch with each other: it is then no mean over them, and no sum."""
    ratio = twice(material)
    return ratio is not None and min(abs(ratio - 1), abs(ratio - 2)) > NEAR


def times_of_average(material: Material) -> list[float] | None:
    """Return how many times the loss of its average answer a trained model has, on new rows, if any, and on its own."""
    if material.why_not("trained") or material.why_not("loss") or material.loss is None:
        return None
    model = material.word("trained", material.start).eval()
    parts = [material.batches[0]]
    if material.validation is not None:
        parts.insert(0, (material.validation.inputs, material.validation.targets))
    times = []
    for inputs, targets in parts:
        outputs = model(inputs)
        if not isinstance(outputs, Tensor) or len(outputs) < FEW:
            return None
        same = outputs.mean(dim=0, keepdim=True).expand_as(outputs).contiguous()  # a loss may take another view of it
        average = material.loss(same, targets).item()
        times.append(round(material.loss(outputs, targets).item() / average, 3) if average else 0.0)
    return times


def _repeated(side: Any, rows: int) -> Any:
    """Return a batch twice over: of every tensor that has its rows."""
    if isinstance(side, Bundle):
        return Bundle(*(_repeated(part, rows) for part in side.parts))
    return tree_map(lambda t: torch.cat([t, t]) if isinstance(t, Tensor) and t.ndim and len(t) == rows else t, side)
