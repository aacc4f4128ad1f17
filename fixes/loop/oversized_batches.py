from dataclasses import replace
from functools import partial

import torch
from torch.nn.utils import parameters_to_vector
from torch.optim import SGD

from trainwreck import Reading, batches
from trainwreck.scenarios.loop.oversized_batches import broken

smaller_batches = replace(broken, loader=partial(batches, batch_size=36))  # 22 updates an epoch, not one
larger_rate = replace(broken, optimizer=partial(SGD, lr=0.15, momentum=0.9))  # thirty times, for so few updates


def check(model, trained, loss, train, inputs, targets):
    """Do both halves of a batch say the same, and how far has the whole run moved the weights?"""
    if len(train) > 4 * len(inputs):  # an epoch has many updates
        return None
    halves = []
    for part, wanted in zip(inputs.chunk(2), targets.chunk(2), strict=False):
        model.zero_grad()
        loss(model(part), wanted).backward()
        halves.append(torch.cat([p.grad.flatten() for p in model.parameters() if p.grad is not None]))
    agreement = torch.cosine_similarity(halves[0], halves[-1], dim=0).item()
    if not agreement > 0.3:  # mostly noise, even in half a batch
        return None
    start, end = (parameters_to_vector(each.parameters()) for each in (model, trained))
    moved = ((end - start).norm() / start.norm()).item()
    return Reading(round(moved, 3), suspicious=moved < 0.15)


impostors = {"twice_the_epochs": replace(broken, epochs=56)}  # 56 updates, still few
