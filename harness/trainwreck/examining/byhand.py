"""Steps that a script makes without an optimizer: whether what gradients come back to has changed since."""

from collections.abc import Iterator

import torch
from torch import Tensor


class ByHand:
    """The tensors that the first gradient came back to, as they were, for as long as no optimizer makes a step."""

    def __init__(self) -> None:
        self._before: list[tuple[Tensor, Tensor]] = []
        self._watched = True

    def goes_back(self, value: Tensor) -> None:
        """Keep what a gradient is about to come back to, the first time."""
        if self._watched and not self._before:
            self._before = [(tensor, tensor.detach().clone()) for tensor in _reached(value)]

    def ends(self) -> bool:
        """Look no more; return whether any of them is another one now."""
        changed = any(not torch.equal(tensor.detach(), before) for tensor, before in self._before)
        self._before, self._watched = [], False
        return changed


def _reached(value: Tensor) -> Iterator[Tensor]:
    """Yield the tensors that a gradient comes back to."""
    nodes, seen = [value.grad_fn], set()
    while nodes:
        node = nodes.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        nodes += [before for before, _ in node.next_functions]
        if isinstance(tensor := getattr(node, "variable", None), Tensor):
            yield tensor
