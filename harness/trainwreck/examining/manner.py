"""How a loop makes its steps, as it was seen to: so that a step can be made like it on a copy."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from math import isclose
from statistics import median
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils import clip_grad_norm_

Norms = list[float]


@dataclass(frozen=True)
class Seen:
    """One step, as it was seen.

    ``left_over``  whether a gradient of the step before was still there when its own began to come.
    ``backwards``  how many times ``backward`` was called for it.
    ``made``       the lengths of the gradients that came of that, parameter by parameter.
    ``used``       their lengths when the optimizer took them.
    ``called``     whether a model with any of these parameters was called since the step before.
    """

    left_over: bool
    backwards: int
    made: Norms
    used: Norms
    called: bool = True


@dataclass(frozen=True)
class Manner:
    """The way in which a step is made.

    ``zeroes``     whether gradients are set to zero before the step's own come.
    ``clears``     whether they are lost before the optimizer takes them.
    ``backwards``  how many batches are accumulated for a step.
    ``factor``     what the loss is multiplied with before ``backward``.
    ``unscales``   whether the gradients are divided by that again, as a gradient scaler does.
    ``clip``       the length that the gradient is cut to, or None. ``kept``: the share that is left, at the median.
    ``half``       the type of lower precision that the forward pass uses, or None.
    ``renews``     whether the optimizer is made anew for each step.
    ``modes``      for each module by name, whether it is in training mode.
    """

    zeroes: bool = True
    clears: bool = False
    backwards: int = 1
    factor: float = 1.0
    unscales: bool = False
    clip: float | None = None
    kept: float = 1.0
    half: torch.dtype | None = None
    renews: bool = False
    modes: dict[str, bool] = field(default_factory=dict)

    def step(self, model: nn.Module, loss: Any, optimizer: Any, inputs: Tensor, targets: Tensor) -> float:
        """Make a step like those of the loop; return the loss before it."""
        for name, module in model.named_modules():
            module.training = self.modes.get(name, True)
        if self.zeroes:
            optimizer.zero_grad()
        for _ in range(self.backwards):
            with torch.autocast(inputs.device.type, self.half) if self.half else nullcontext():
                value = loss(model(inputs), targets)
            (value * self.factor).backward()
        if self.clears:
            optimizer.zero_grad()
        parameters = [p for group in optimizer.param_groups for p in group["params"] if p.grad is not None]
        if self.unscales:
            for parameter in parameters:
                parameter.grad.div_(self.factor)
        if self.clip is not None:
            clip_grad_norm_(parameters, self.clip)
        optimizer.step()
        if self.renews:
            optimizer.state.clear()
        return float(value.item())


def manner(steps: Sequence[Seen], factor: float, **others: Any) -> Manner | None:
    """Return the manner of these steps; None if something is done to the gradients that cannot be repeated."""
    clips, shares, unscales = list[float](), list[float](), False
    cleared = [step for step in steps if any(step.made) and not any(step.used)]
    for step in steps:
        ratios = [used / made for used, made in zip(step.used, step.made, strict=True) if made]
        if step in cleared or not ratios:
            continue
        ratio = ratios[0]
        if not all(isclose(ratio, other, rel_tol=0.01) for other in ratios):
            return None
        unscales |= factor > 1 and ratio * factor < 1.01
        left = ratio * factor if unscales else ratio
        shares.append(left)
        if left < 0.999:
            clips.append(sum(norm**2 for norm in step.used) ** 0.5)
        elif left > 1.001:
            return None
    return Manner(
        zeroes=not any(step.left_over for step in steps),
        clears=bool(cleared),
        backwards=max((step.backwards for step in steps), default=1),
        factor=factor,
        unscales=unscales,
        clip=max(clips, default=None),
        kept=median(shares) if shares else 1.0,
        **others,
    )
