"""A clue from the scale of the data: whether the same steps come farther where all columns have one scale."""

from itertools import cycle, islice
from statistics import fmean
from typing import Any

import torch
from torch import Tensor

from trainwreck.examining.material import Batches, Material
from trainwreck.examining.tape import Bundle
from trainwreck.training.run import Reading

WIDE, NARROW, AWAY = 5.0, 0.1, 5.0  # deviations, and a mean in deviations, that nobody has standardised
STEPS = 60
FARTHER = 0.7  # the share of the scaled columns' gain that steps must reach without it, to be as good
GAIN = 0.02  # of a loss, below which a gain is none
SPARSE = 0.3  # the share of a column's commonest value from which on its deviation is none of a quantity


def comes_farther(material: Material) -> Reading | None:
    """How low do the loop's steps bring the loss, how low with all columns of one scale, and where does that begin?"""
    if material.why_not("update") or material.why_not("inputs") or material.moving or len(material.batches) < 2:
        return None
    inputs, targets = ([side[n] for side in material.batches] for n in (0, 1))
    scaled = _scaled(inputs)
    if scaled is None:
        return None
    _, own = _losses(material, material.batches)
    first, other = _losses(material, list(zip(scaled, targets, strict=True)))
    gains = [first - last for last in (own, other)]
    better = gains[1] > GAIN * abs(first) and not gains[0] > FARTHER * gains[1]
    return Reading([round(value, 3) for value in (own, other, first)], suspicious=better)


def _scaled(sides: list[Any]) -> list[Any] | None:
    """Return all batches with their columns standardised; None if none of them has a scale out of the ordinary."""
    if all(isinstance(side, Bundle) for side in sides):
        parts = [list(part) for part in zip(*(side.parts for side in sides), strict=True)]
        changed = [_scaled(part) for part in parts]
        if not any(changed):
            return None
        kept = [new or old for new, old in zip(changed, parts, strict=True)]
        return [Bundle(*batch) for batch in zip(*kept, strict=True)]
    if not all(isinstance(side, Tensor) and side.is_floating_point() and 1 <= side.ndim <= 3 for side in sides):
        return None
    columns = torch.cat([_columns(side) for side in sides])
    mean, deviation = columns.mean(dim=0), columns.std(dim=0)
    commonest = (columns == columns.mode(dim=0).values).float().mean(dim=0)
    real = (deviation > 0) & (commonest < SPARSE)
    far = (deviation > WIDE) | (deviation < NARROW) | (mean.abs() > AWAY * deviation)
    if not (far & real).any():
        return None
    mean, deviation = torch.where(real, mean, 0.0), torch.where(real, deviation, 1.0)
    return [((_columns(side) - mean) / deviation).reshape(side.shape) for side in sides]


def _columns(side: Tensor) -> Tensor:
    """Return rows of columns; of a series of single numbers, these are one column."""
    return side.reshape(-1, side.shape[-1] if side.ndim > 1 else 1).detach()


def _losses(material: Material, batches: Batches) -> tuple[float, float]:
    """Return the loss on all these batches before and after steps on them."""
    start, step, loss = material.start(), material.step, material.loss
    assert step is not None
    assert loss is not None

    def mean() -> float:
        model = start.model.eval()
        return fmean(loss(model(inputs), targets).item() for inputs, targets in batches)

    first = mean()
    with torch.enable_grad():
        for inputs, targets in islice(cycle(batches), STEPS):
            step(start.model, loss, start.optimizer, inputs, targets)
    return first, mean()
