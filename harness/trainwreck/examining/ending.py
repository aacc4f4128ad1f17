"""What loops leave behind when the watch ends: their models before and after, and why something could not be had."""

from collections.abc import Sequence

from torch import nn

from trainwreck.examining.copies import Models, copied
from trainwreck.examining.loop import Loop, parameters


def end(loops: Sequence[Loop], models: Models) -> None:
    """Keep what the loops leave behind, and let go of what is not ours."""
    held: set[int] = set().union(*(loop.held for loop in loops))
    for loop in loops:
        others = held - loop.held
        _leave_to_others(loop, others)
    for loop in loops:
        meanwhile = [other for other in loops if other is not loop and loop.meets(other)]
        loop.alone = not meanwhile
        loop.begun = any(other.holds(m) for other in loops[: loops.index(loop)] for m in loop.models)
        _part(loop)
        if {*map(id, loop.models)} & {id(model) for other in meanwhile for model in other.models}:
            loop.why |= dict.fromkeys(("optimizer", "update"), "several optimizers share the model")
        _compose(loop, models)
        free = loop.averaged is not None and not parameters(loop.averaged) & held
        loop.averaged = copied(loop.averaged, {}, "averaged") if free else None
        loop.live = None


def _leave_to_others(loop: Loop, others: set[int]) -> None:
    """Keep the models that no other loop trains, with their modes."""
    ours = [loop.holds(model) or not parameters(model) & others for model in loop.models]
    loop.modes = [modes for modes, one in zip(loop.modes, ours, strict=False) if one]
    loop.models = tuple(model for model, one in zip(loop.models, ours, strict=True) if one)


def _part(loop: Loop) -> None:
    """Forget the way to a loss that leads through a model of another loop."""
    if loop.first and loop.first.way:
        through = {id(c.function) for c in loop.first.way.calls if isinstance(c.function, nn.Module)}
        if not through <= {id(model) for model in loop.models}:
            loop.first.way = loop.first.replay = None
            loop.first.why = "the loss comes by way of a model that another optimizer trains"


def _compose(loop: Loop, models: Models) -> None:
    """Make one model of a loop's models, as they were before and as they are now."""
    known = [loop.copies[id(model)] for model in loop.models]
    for model, copy, modes in zip(loop.models, known, loop.modes, strict=False):
        if copy is not None and not loop.holds(model) and not modes.get("", True):
            copy.requires_grad_(False)  # in evaluation mode, and in no optimizer: a measure, and not to learn
    if not known:
        loop.why["model"] = "the optimizer trains no model that was called"
    elif all(one is not None for one in known):
        trained = [loop.ended.get(id(each)) or copied(each, loop.why, "trained") for each in loop.models]
        if any(parameters(model) != loop.parameters[id(model)] for model in loop.models):
            loop.why["trained"] = "the model was given other parameters after its training"
        loop.fresh = loop.composed([one for one in known if one is not None])
        loop.trained = loop.composed(trained) if "trained" not in loop.why else None
    else:
        loop.why["model"] = next(models[m].why for m in loop.models if loop.copies[id(m)] is None)
