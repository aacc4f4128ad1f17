from dataclasses import replace
from math import inf

from torch import nn
from torch.nn.utils import clip_grad_norm_, parameters_to_vector

from trainwreck import Reading
from trainwreck.scenarios.loop.tight_clipping import broken


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    value = loss(model(inputs), targets)
    value.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)  # of the gradients' own size: it tames the longest
    optimizer.step()
    return value


looser_limit = replace(broken, step=step)


def check(model, loss, update, train, inputs, targets, epochs):
    """What share of the weights' length can a clipped run move them, were all its updates to point the same way?"""
    loss(model(inputs), targets).backward()
    whole = clip_grad_norm_(model.parameters(), inf).item()
    before = parameters_to_vector(model.parameters()).detach().clone()
    model.zero_grad()
    update(inputs, targets)
    left = clip_grad_norm_(model.parameters(), inf).item()
    if not 0 < left < whole / 2:
        return None  # nothing to speak of was cut off
    length = ((parameters_to_vector(model.parameters()) - before).norm() / before.norm()).item()
    reach = length * epochs * len(train) / len(inputs)
    return Reading(round(reach, 5), suspicious=reach < 0.01)  # momentum multiplies it by ten at most


def step_at_a_thousandth(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    value = loss(model(inputs), targets)
    value.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm=1e-3)
    optimizer.step()
    return value


impostors = {"ten_times_looser": replace(broken, step=step_at_a_thousandth)}  # still a thousandth left
