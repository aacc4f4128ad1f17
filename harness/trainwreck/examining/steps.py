"""What a sequence model is asked at each step, where the next element of its own inputs is to be told."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from torch import Tensor, nn

from trainwreck.examining.material import Material
from trainwreck.examining.tape import Bundle, bundled, tensors

MATCH = 0.95  # the share of steps whose target is the element that follows
SHORT = 4  # steps: a sequence of fewer shows no order
FARTHEST = 3  # steps that targets are looked for ahead


@dataclass(frozen=True)
class Sequence:
    """The inputs of a model that tells the next element, or the same.

    ``parts``  all tensors that go into the model, ``place`` the number of the one that is the sequence.
    ``axis``   its axis of time, of the first two; the other one is of the samples.
    ``ahead``  by how many steps the targets are ahead.
    """

    parts: tuple[Tensor, ...]
    place: int
    axis: int
    ahead: int

    @property
    def elements(self) -> Tensor:
        """The sequence itself, time second."""
        return self.parts[self.place].movedim(self.axis, 1)

    def with_elements(self, changed: Tensor) -> "Sequence":
        """Return the same inputs with another sequence, time second."""
        parts = [part.clone() for part in self.parts]
        parts[self.place] = changed.movedim(1, self.axis).contiguous()
        return replace(self, parts=tuple(parts))

    def answers(self, model: nn.Module) -> Tensor:
        """Return what a model answers at each step, as (samples, time, …)."""
        told = model(bundled(self.parts))
        shape = self.parts[self.place].shape[:2]
        for one in tensors(told):
            if one.is_floating_point() and one.ndim >= 2:
                if one.shape[:2] == shape and one.ndim > 2:
                    return one.movedim(self.axis, 1)
                if len(one) == shape[0] * shape[1]:
                    return one.reshape(*shape, *one.shape[1:]).movedim(self.axis, 1)
        raise ValueError("the model has no answer for each step")


def sequence(material: Material) -> Sequence | None:
    """Return the sequence that a model is trained on to tell the next element of; None if it is not."""
    if not material.batches:
        return None
    given, asked = (tuple(parts(side)) for side in material.batches[0])
    for place, part in enumerate(given):
        for target in (t for t in (*asked, *given) if t is not part):
            for axis in (1, 0):
                ahead = _ahead(part, target, axis)
                if ahead is not None:
                    return Sequence(given, place, axis, ahead)
    return None


def _ahead(part: Tensor, target: Tensor, axis: int) -> int | None:
    """Return by how many steps a target is ahead of what goes in; None if it is something else."""
    if part.ndim >= 2 and target.ndim == 1 and target.numel() == part.numel():
        target = target.reshape(part.shape)  # flattened for the loss
    whole = part.ndim >= 2 and target.shape == part.shape and target.dtype == part.dtype
    if not whole or part.shape[axis] < SHORT:
        return None
    if _matches(part, part, axis, 1):  # it stands still, and every step is like the next
        return None
    if _matches(part, target, axis, 1):
        return 1
    if part.is_floating_point():
        return None
    farthest = min(FARTHEST, part.shape[axis] - SHORT)
    return next((n for n in (0, *range(2, farthest + 1)) if _matches(part, target, axis, n)), None)


def _matches(part: Tensor, target: Tensor, axis: int, ahead: int) -> bool:
    """Whether at nearly all steps the target is the element so many steps later."""
    steps = part.shape[axis] - ahead
    return _same(part.narrow(axis, ahead, steps), target.narrow(axis, 0, steps)) > MATCH


def _same(one: Tensor, other: Tensor) -> float:
    return (one == other).float().mean().item()


def parts(side: Any) -> list[Tensor]:
    """Return one tensor, or several of a bundle, as a list."""
    return list(side.parts) if isinstance(side, Bundle) else [side]


def changes(before: Tensor, after: Tensor, where: Callable[[Tensor], Tensor]) -> float:
    """Return the largest change of some answers, measured by that of all."""
    change = (after - before).abs()
    return (where(change).max() / change.max().clamp(min=1e-12)).item()
