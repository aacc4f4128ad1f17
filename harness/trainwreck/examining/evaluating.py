"""What a loop evaluates its model on, and with what loss."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from trainwreck.examining.copies import copied
from trainwreck.examining.loop import Forward, Loop, parameters
from trainwreck.examining.origin import unflattened
from trainwreck.examining.tape import Bundle, Call, bundled, derived, independent, leaves, sliced, tensors
from trainwreck.training.streams import undisturbed


def note(one: Forward, calls: Sequence[Call], loop: Loop) -> None:
    """Keep what a model was asked about without a step that followed, and the targets, if they can be told."""
    if not loop.batches or not loop.wants_judged or (one.source is not None and one.source == loop.source):
        return
    before = sliced(calls, tensors(one.call.result)) or [one.call]
    given = [t for t in leaves(before) if t.ndim and not isinstance(t, nn.Parameter)]
    if not given:
        return
    loop.met.append(bundled(given).detach().clone())
    like = loop.batches[0][1]
    if len(given) > 1 or isinstance(like, Bundle):
        return
    rows = len(given[0])
    made = (t for call in calls if isinstance(call.function, nn.Module) for t in call.makes())
    loop.told.update((t, None) for t in derived(calls, made))  # answers that are gathered are no targets of each other
    beside = [t for t in independent(calls, tensors(one.call.result)) if t.ndim and t not in loop.told]
    whole = (unflattened(t, calls, rows)[0] for t in beside)
    fit = [t for t in whole if t is not None and _alike(t, like, rows)]
    fit = [t for t in fit if t is not given[0]] or fit
    if len(fit) == 1:
        loop.judged.append((given[0].detach().clone(), fit[0].detach().clone()))


def note_loss(loop: Loop) -> None:
    """Keep the loss of the model as it is on what it was evaluated on, where the targets are known."""
    if not loop.judged or not loop.first or not loop.first.replay:
        return
    if any(parameters(model) != loop.parameters[id(model)] for model in loop.models):
        return  # it was given other layers since
    why: dict[str, str] = {}
    models = [copied(model, why, "model") for model in loop.models]
    if why:
        return
    model = loop.composed(models).eval()
    with undisturbed(), torch.no_grad(), torch.random.fork_rng():
        try:
            losses = [loop.first.replay(model(x), y).item() for x, y in loop.judged]
        except Exception:  # of a batch that has another form than the first
            return
    loop.validation_losses.append(sum(losses) / len(losses))


def averages(model: nn.Module, loop: Loop) -> bool:
    """Whether a model looks like an average of the one that a loop trains, or another copy of it that nobody trains."""
    if not loop.models or loop.holds(model):
        return False
    shapes = [[p.shape for p in one.parameters()] for one in (model, loop.models[-1])]
    return shapes[0] == shapes[1]


def _alike(tensor: Tensor, like: Tensor, rows: int) -> bool:
    return tensor.ndim == like.ndim and tensor.dtype == like.dtype and tensor.shape == (rows, *like.shape[1:])
