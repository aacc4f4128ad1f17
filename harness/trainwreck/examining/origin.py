"""Where a loss comes from: which calls of models, by what way, from what inputs."""

from collections.abc import Iterable, Sequence
from typing import Any

from torch import Tensor, nn

from trainwreck.examining.loop import Backward, Forward
from trainwreck.examining.tape import Call, Replay, Route, bundled, leaves, sliced, tensors, unscaled

PICKING = {"__getitem__", "index_select"}


def origin(value: Tensor, calls: list[Call], forwards: list[Forward]) -> tuple[Backward, list[Forward]]:
    """Return a loss with the calls of models that it comes from, and how; and these calls."""
    back = {id(call) for call in sliced(calls, [value], graded=True)}
    used = [one for one in forwards if id(one.call) in back]
    backward = Backward(value.detach(), tuple(dict.fromkeys(one.model for one in used)))
    if not used:
        backward.why = "the loss comes from no call of a model that could be seen"
        return backward, used
    backward.half, backward.source = used[0].half, used[0].source
    loss, factor = unscaled(sliced(calls, [value]), value)
    front = sliced(calls, (t for one in used for t in tensors(one.call.result)), graded=True)
    ours = {id(call) for call in front}
    rest = [call for call in sliced(calls, [loss], graded=True) if id(call) not in ours]
    read = {id(t) for call in rest for t in call.takes()} | {id(loss)}
    ends = [one.call.result for one in used if any(id(t) in read for t in tensors(one.call.result))]
    given = _data(leaves(front))
    outputs = {id(t) for t in tensors(ends)}
    beside = _data(t for t in leaves(rest) if id(t) not in outputs)
    if any(id(t) in {id(made) for call in front for made in call.makes()} for t in beside):
        backward.why = "the loss reads what is within the model beside the outputs"
        return backward, used
    if any(t.requires_grad and not t.is_leaf for t in (*given, *beside)):
        backward.why = "the loss comes from more calls of models than were seen"  # and what they gave is no target
        return backward, used
    rows = len(given[0]) if given else 0
    rest, asked = _asked(rest, beside, [call for call in calls if id(call) not in ours], outputs, rows)
    if not asked:  # a batch may have one row a word going in, and one a text coming out
        asked = [t for t in beside if len(t) in {len(made) for made in tensors(ends) if made.ndim}]
    backward.inputs = bundled(given)
    backward.way = Route(tuple(front), tuple(ends))
    backward.moving = any(isinstance(call.function, nn.Module) for call in sliced(calls, asked))
    end = ends[0] if len(ends) == 1 else tuple(ends)
    whole = not any(isinstance(t, nn.Parameter) and t.requires_grad for t in leaves(rest))
    backward.replay = Replay(Route(tuple(rest), (loss,)), end, bundled(asked), factor, whole)
    return backward, used


def _asked(
    rest: list[Call], beside: list[Tensor], others: list[Call], outputs: set[int], rows: int
) -> tuple[list[Call], list[Tensor]]:
    """Return the way from the outputs to the loss and the targets at its beginning.

    Where a tensor beside the outputs has other rows, it may be a batch of targets flattened; where there are several,
    they may have been made of one batch: shifted, made floats. Then the way begins there.
    """
    asked = [t for t in beside if len(t) == rows]
    if len(asked) == len(beside) == 1:
        return rest, asked
    whole, flattening = unflattened(beside[0], others, rows) if len(beside) == 1 else (None, [])
    if whole is not None:
        return [*flattening, *rest], [whole]
    made = {id(call) for call in sliced(others, beside)}
    longer = [call for call in others if id(call) in made | {id(call) for call in rest}]
    if any(isinstance(call.function, nn.Module) and call not in rest for call in longer):
        return rest, asked
    roots = [t for t in _data(leaves(longer)) if id(t) not in outputs and len(t) == rows]
    return (longer, roots) if len(roots) == 1 and not _picks(roots[0], longer) else (rest, asked)


def _picks(root: Tensor, calls: list[Call]) -> bool:
    """Whether a tensor only tells which rows of others to take: it is no target then, but what was taken is."""
    takers = [call for call in calls if any(t is root for t in call.takes())]
    return all(getattr(call.function, "__name__", "") in PICKING and _of_data(call.args[0], root) for call in takers)


def _of_data(taken_from: Any, root: Tensor) -> bool:
    return isinstance(taken_from, Tensor) and taken_from is not root and not taken_from.requires_grad


def unflattened(target: Tensor, calls: Sequence[Call], rows: int) -> tuple[Tensor | None, list[Call]]:
    """Return the tensor with this many rows that another one was made of, and how; None if there is none."""
    way = list[Call]()
    while len(target) != rows:
        made = next((call for call in reversed(calls) if any(t is target for t in tensors(call.result))), None)
        taken = [t for t in made.takes() if t.ndim] if made else []
        if made is None or len(taken) != 1 or isinstance(made.function, nn.Module):
            return None, []
        target, way = taken[0], [made, *way]
    return target, way


def _data(found: Iterable[Tensor]) -> list[Tensor]:
    return [t for t in found if t.ndim and not isinstance(t, nn.Parameter)]
