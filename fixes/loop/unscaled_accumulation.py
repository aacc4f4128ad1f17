from dataclasses import replace
from functools import partial
from math import inf

import torch
from torch.nn.utils import clip_grad_norm_
from torch.optim import SGD

from trainwreck import Reading
from trainwreck.scenarios.loop.unscaled_accumulation import broken


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    values = []
    for images, labels in zip(inputs.split(4), targets.split(4), strict=True):
        value = loss(model(images), labels) * len(images) / len(inputs)  # this piece's share of the batch's mean
        value.backward()
        values.append(value.detach())
    optimizer.step()
    return torch.stack(values).sum()


scaled_losses = replace(broken, step=step)


def check(model, loss, update, inputs, targets):
    """How long is the gradient that an update works with, measured against the batch's own?"""
    model.train()
    loss(model(inputs), targets).backward()
    whole = clip_grad_norm_(model.parameters(), inf).item()
    model.zero_grad()
    update(inputs, targets)
    made = clip_grad_norm_(model.parameters(), inf).item()
    if not (made and whole):
        return None
    return Reading(round(made / whole, 2), suspicious=made > 2 * whole)  # 1 is right, k the fault


impostors = {
    # right for sixteen pieces only
    "sixteenth_of_the_rate": replace(broken, optimizer=partial(SGD, lr=0.1 / 16, momentum=0.9)),
}
