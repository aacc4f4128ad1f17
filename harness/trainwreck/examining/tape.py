"""From a model's outputs to the loss: what was called on the way, so that it can be called again on other outputs.

A training script does not say what its loss is a function of. It squeezes, casts, adds and divides, and many a fault
lies just there. So the calls themselves are kept, as autograd keeps them, and played again.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode, _get_current_function_mode_stack
from torch.utils._pytree import tree_flatten, tree_map

SCALING = {"mul", "mul_", "multiply", "div", "true_divide", "__mul__", "__rmul__", "__truediv__", "__rtruediv__"}


@dataclass(frozen=True, eq=False)
class Call:
    """One call of a function of PyTorch's."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    result: Any

    def takes(self) -> list[Tensor]:
        """Return the tensors that went in."""
        return tensors((self.args, self.kwargs))

    def makes(self) -> list[Tensor]:
        """Return the tensors that came out, and the one that was changed in its place."""
        name = getattr(self.function, "__name__", "")
        changed = self.args[:1] if name == "__setitem__" else ()
        return tensors((self.result, changed))


class Tape(TorchFunctionMode):
    """Keeps all calls that are made while it runs, but for those inside a module of somebody's."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Call] = []
        self.paused = False
        self.running = False

    def start(self) -> None:
        """Begin to listen, unless it does."""
        self.paused = False
        if not self.running:
            self.running = True
            self.__enter__()

    def stop(self) -> list[Call]:
        """Return what was heard, and forget it; listen no more, as soon as nobody else listens on top of this."""
        heard, self.calls, self.paused = self.calls, [], True
        stack = _get_current_function_mode_stack()
        if self.running and stack and stack[-1] is self:
            self.__exit__(None, None, None)
            self.running = False
        return heard

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Make the call, and keep it."""
        result = func(*args, **(kwargs or {}))
        if not self.paused:
            self.calls.append(Call(func, args, kwargs or {}, result))
        return result


@dataclass(frozen=True, eq=False)
class Replay:
    """The way from a model's outputs and a batch's targets to the loss.

    ``factor``  what the loss was multiplied with last of all, before ``backward``: one over the number of batches that
                are accumulated, or the scale of half precision. It is no part of the loss.
    """

    calls: tuple[Call, ...]
    outputs: Any
    targets: Tensor
    value: Tensor
    factor: float

    def __call__(self, outputs: Any, targets: Tensor) -> Tensor:
        """Return the loss of other outputs and targets."""
        old, new = tensors(self.outputs), tensors(outputs)
        if len(old) != len(new):
            raise ValueError("the model's outputs have another form than those that the loss was seen with")
        known = {id(tensor): other for tensor, other in zip(old, new, strict=True)}
        known[id(self.targets)] = targets

        def now(value: Any) -> Any:
            if not isinstance(value, Tensor):
                return value
            return known.get(id(value), value.detach())  # what else has a gradient is not to get one from here

        for call in self.calls:
            result = call.function(*tree_map(now, call.args), **tree_map(now, call.kwargs))
            known.update(zip(map(id, tensors(call.result)), tensors(result), strict=True))
        return known[id(self.value)]


def sliced(calls: Iterable[Call], value: Tensor) -> tuple[list[Call], set[int]]:
    """Return the calls that a value comes from, in order, and the ids of all tensors that they had to do with."""
    needed, kept = {id(value)}, []
    for call in reversed(list(calls)):
        if any(id(tensor) in needed for tensor in call.makes()):
            kept.append(call)
            needed.update(id(tensor) for tensor in call.takes())
    return kept[::-1], needed


def unscaled(calls: list[Call], value: Tensor) -> tuple[Tensor, float]:
    """Return the loss without the numbers that it was multiplied with in the end, and their product."""
    factor = 1.0
    for call in reversed(calls):
        if call.result is not value or getattr(call.function, "__name__", "") not in SCALING:
            break
        grown = [t for t in call.takes() if t.requires_grad]
        if len(grown) != 1 or grown[0].numel() != 1 or not grown[0].item():
            break
        factor *= value.item() / grown[0].item()
        value = grown[0]
    return value, factor


def leaves(calls: Iterable[Call]) -> Iterator[Tensor]:
    """Yield the tensors that went in and that no earlier call has made, each once."""
    seen: set[int] = set()
    for call in calls:
        for tensor in call.takes():
            if id(tensor) not in seen:
                seen.add(id(tensor))
                yield tensor
        seen.update(id(tensor) for tensor in call.makes())


def tensors(tree: Any) -> list[Tensor]:
    """Return the tensors in a structure of tuples, lists, dictionaries and outputs of models."""
    found = []
    for leaf in tree_flatten(tree)[0]:
        if isinstance(leaf, torch.Tensor):
            found.append(leaf)
        elif hasattr(leaf, "keys") and hasattr(leaf, "to_tuple"):  # a ModelOutput that nobody has registered
            found += tensors(leaf.to_tuple())
    return found
