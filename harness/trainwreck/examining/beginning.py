"""A training at its first step: copies of its model, optimizer and schedule that belong together."""

import gc
from collections.abc import Sequence

from torch import nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from trainwreck.examining.copies import Models, copied
from trainwreck.examining.loop import Loop, parameters


def held(optimizer: Optimizer) -> set[int]:
    """Return the ids of the parameters that an optimizer trains."""
    return {id(p) for group in optimizer.param_groups for p in group["params"]}


def begin(optimizer: Optimizer, begun: bool, trained: Sequence[nn.Module], models: Models) -> Loop:
    """Return the loop of an optimizer that is about to make its first step, or had ``begun`` before the watch."""
    copies = {id(model): models[model].copy for model in trained}
    loop = Loop(held(optimizer), tuple(trained), copies, {id(model): parameters(model) for model in trained})
    if begun:
        loop.why["model"] = "the watch began when the training had begun"
        return loop
    memo = models.memo()
    loop.optimizer = copied(optimizer, loop.why, "optimizer", memo)
    if loop.optimizer is None:
        return loop
    loop.optimizer.state.clear()  # what it notes before it asks a closure for the first loss
    schedules = (each for each in gc.get_objects() if issubclass(type(each), LRScheduler))
    schedule = next((each for each in schedules if each.optimizer is optimizer), None)
    if schedule:
        memo[id(optimizer)] = loop.optimizer
        loop.scheduled = copied(schedule, loop.why, "schedule", memo)
    return loop
