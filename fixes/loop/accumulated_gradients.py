from dataclasses import replace
from functools import partial

import torch
from torch.optim import SGD

from trainwreck import Reading
from trainwreck.scenarios.loop.accumulated_gradients import broken


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()  # backward() adds to what is there: start from nothing
    value = loss(model(inputs), targets)
    value.backward()
    optimizer.step()
    return value


zeroed_gradients = replace(broken, step=step)


def check(model, update, inputs, targets):
    """How many parameters does a gradient that is left over from the step before still change?"""
    update(inputs, targets)
    for parameter in model.parameters():
        if not parameter.isfinite().all():
            return None
        if parameter.grad is not None:
            parameter.grad.fill_(torch.nan)  # a step that starts from nothing never meets it
    update(inputs, targets)
    changed = sum(bool(parameter.isnan().any()) for parameter in model.parameters())
    return Reading(changed, suspicious=changed > 0)


impostors = {
    "tenth_of_the_rate": replace(broken, optimizer=partial(SGD, lr=0.0025)),  # the turn comes later
    "no_momentum": replace(broken, optimizer=partial(SGD, lr=0.01)),  # the sum replaces momentum
}
