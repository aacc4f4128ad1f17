"""From a model's outputs to the loss: what was called on the way, so that it can be called again on other outputs.

A training script does not say what its loss is a function of. It squeezes, casts, adds and divides, and many a fault
lies just there. So the calls themselves are kept, as autograd keeps them, and played again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode, _get_current_function_mode_stack
from torch.utils._pytree import tree_flatten, tree_map

TIMES = {"mul", "mul_", "multiply", "__mul__", "__rmul__"}
OVER = {"div", "true_divide", "__truediv__", "__rtruediv__"}


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

    def is_plain(self, given: Any) -> bool:
        """Whether it takes this and nothing else."""
        return len(self.args) == 1 and self.args[0] is given and not self.kwargs

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
            super().__enter__()  # type: ignore[no-untyped-call]

    def note(self, call: Call) -> None:
        """Keep a call that a model has made of itself."""
        if self.running:
            self.calls.append(call)

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
class Route:
    """The calls on the way from some tensors to others, to be made again from other tensors."""

    calls: tuple[Call, ...]
    ends: tuple[Any, ...]

    def __deepcopy__(self, _: Any) -> "Route":
        return self  # it changes nothing, and holds what is somebody else's

    def with_own(self, copied: Callable[[nn.Module], nn.Module]) -> "Route":
        """Return the same way by copies of the modules on it."""
        calls = (
            replace(c, function=copied(c.function)) if isinstance(c.function, nn.Module) else c for c in self.calls
        )
        return replace(self, calls=tuple(calls))

    def play(self, known: Mapping[int, Tensor], modules: Mapping[int, nn.Module] = MappingProxyType({})) -> Any:
        """Make the calls again, with other tensors (by the ids of the old) and modules in the place of the old."""

        known, results = dict(known), {}

        def now(value: Any) -> Any:
            if not isinstance(value, Tensor):
                return value
            if id(value) not in known:  # what is somebody's own is not to get a gradient from here, nor be changed
                known[id(value)] = value.detach().clone()
            return known[id(value)]

        for call in self.calls:
            function = modules.get(id(call.function), call.function)
            graded = torch.is_grad_enabled() and any(t.requires_grad for t in tensors(call.result))
            with torch.set_grad_enabled(graded):
                result = function(*tree_map(now, call.args), **tree_map(now, call.kwargs))
            known.update(zip(map(id, tensors(call.result)), tensors(result), strict=True))
            results[id(call.result)] = result
        ends = [known[id(end)] if isinstance(end, Tensor) else results[id(end)] for end in self.ends]
        return ends[0] if len(ends) == 1 else tuple(ends)


@dataclass(frozen=True, eq=False)
class Replay:
    """The way from a model's outputs and a batch's targets to the loss.

    ``factor``  what the loss was multiplied with last of all, before ``backward``: one over the number of batches that
                are accumulated, or the scale of half precision. It is no part of the loss.
    ``whole``   whether a gradient comes by the outputs alone, and not also by parameters that the loss reads itself.
    """

    route: Route
    outputs: Any
    targets: "Tensor | Bundle"
    factor: float
    whole: bool = True

    def __call__(self, outputs: Any, targets: "Tensor | Bundle") -> Tensor:
        """Return the loss of other outputs and targets."""
        old, new = tensors(self.outputs), tensors(outputs)
        if len(old) != len(new):
            raise ValueError("the model's outputs have another form than those that the loss was seen with")
        known = {id(tensor): other for tensor, other in zip(old, new, strict=True)}
        loss: Tensor = self.route.play(known | paired(self.targets, targets))
        return loss


class Several(TypeError):
    """Somebody takes several tensors, or none, for one."""


class Bundle:
    """Several tensors, or none, in the place of one: whatever takes them for one tensor fails, and cannot guess."""

    def __init__(self, *parts: Tensor) -> None:
        self.parts = parts

    def detach(self) -> "Bundle":
        """Return the same, out of any graph."""
        return Bundle(*(part.detach() for part in self.parts))

    def clone(self) -> "Bundle":
        """Return a copy."""
        return Bundle(*(part.clone() for part in self.parts))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise Several("the model or the loss takes several tensors, or none")

    @property
    def device(self) -> torch.device:
        """Where the first is."""
        return self.parts[0].device if self.parts else torch.device("cpu")

    def __len__(self) -> int:
        return len(self.parts[0]) if self.parts else 0


def bundled(parts: Sequence[Tensor]) -> Tensor | Bundle:
    """Return one tensor as it is, and several as a bundle."""
    return parts[0] if len(parts) == 1 else Bundle(*parts)


def paired(old: Tensor | Bundle, new: Tensor | Bundle) -> dict[int, Tensor]:
    """Return the new tensors, each by the id of the old one that it replaces."""
    before, after = ((each,) if isinstance(each, Tensor) else each.parts for each in (old, new))
    return {id(one): other for one, other in zip(before, after, strict=True)}


class Chain(nn.Module):
    """Models that are called one after the other, as one model of what goes into them."""

    def __init__(
        self, parts: Sequence[nn.Module], ids: Sequence[int], route: Route | None, start: Tensor | Bundle | None
    ) -> None:
        super().__init__()
        self.parts = nn.ModuleList(parts)
        self.ids, self.route = list(ids), route
        starts = () if start is None else (start,) if isinstance(start, Tensor) else start.parts
        self.start_ids = [id(part) for part in starts]  # the route keeps them alive

    def forward(self, inputs: Tensor | Bundle) -> Any:
        """Call them as they were called."""
        if self.route is None:
            raise NotImplementedError("how these models work together could not be seen")
        given = (inputs,) if isinstance(inputs, Tensor) else inputs.parts
        known = dict(zip(self.start_ids, given, strict=True))
        return self.route.play(known, dict(zip(self.ids, self.parts, strict=True)))


def sliced(calls: Iterable[Call], ends: Iterable[Tensor], graded: bool = False) -> list[Call]:
    """Return the calls that some tensors come from, in order; ``graded``: only those that a gradient comes back to."""
    needed, kept = {id(end) for end in ends}, []
    for call in reversed(list(calls)):
        if any(id(tensor) in needed and (tensor.requires_grad or not graded) for tensor in call.makes()):
            kept.append(call)
            needed.update(id(tensor) for tensor in call.takes())
    return kept[::-1]


def unscaled(calls: list[Call], value: Tensor) -> tuple[Tensor, float]:
    """Return the loss without the numbers that it was multiplied with in the end, and their product.

    The loss is a mean only by what it is divided by, where this is counted in the batch: that is no scale.
    """
    factor = 1.0
    for call in reversed(calls):
        if call.result is not value or not _scales(call, calls):
            break
        grown = [t for t in call.takes() if t.requires_grad]
        if len(grown) != 1 or grown[0].numel() != 1 or not grown[0].item():
            break
        factor *= value.item() / grown[0].item()
        value = grown[0]
    return value, factor


def _scales(call: Call, calls: list[Call]) -> bool:
    """Whether a call multiplies with a number that does not come from the batch."""
    name = getattr(call.function, "__name__", "")
    others = [t for t in call.takes() if not t.requires_grad]
    if others and (name in OVER or any(t.ndim for t in (*others, *leaves(sliced(calls, others))))):
        return False
    return name in TIMES | OVER


def leaves(calls: Iterable[Call]) -> Iterator[Tensor]:
    """Yield the tensors that went in and that no earlier call has made, each once."""
    seen: set[int] = set()
    for call in calls:
        for tensor in call.takes():
            if id(tensor) not in seen:
                seen.add(id(tensor))
                yield tensor
        seen.update(id(tensor) for tensor in call.makes())


def independent(calls: Iterable[Call], outputs: Iterable[Tensor]) -> list[Tensor]:
    """Return the tensors that do not come from these outputs, and were used together with what does."""
    calls = list(calls)
    ours = {id(tensor) for tensor in derived(calls, outputs)}
    taken = (call.takes() for call in calls if any(id(tensor) in ours for tensor in call.takes()))
    found = {id(tensor): tensor for each in taken for tensor in each if id(tensor) not in ours}
    return list(found.values())


def derived(calls: Iterable[Call], outputs: Iterable[Tensor]) -> list[Tensor]:
    """Return these outputs, and all that was made of them."""
    found = {id(output): output for output in outputs}
    for call in calls:
        if any(id(tensor) in found for tensor in call.takes()):
            found.update({id(tensor): tensor for tensor in call.makes()})
    return list(found.values())


def tensors(tree: Any) -> list[Tensor]:
    """Return the tensors in a structure of tuples, lists, dictionaries and outputs of models."""
    found = []
    for leaf in tree_flatten(tree)[0]:
        if isinstance(leaf, torch.Tensor):
            found.append(leaf)
        elif hasattr(leaf, "keys") and hasattr(leaf, "to_tuple"):  # a ModelOutput that nobody has registered
            found += tensors(leaf.to_tuple())
    return found
