from dataclasses import replace
from functools import partial

import torch
from torch.optim import SGD

from trainwreck import Reading, batches
from trainwreck.scenarios.loss.broadcast_targets import broken


def squared_error(outputs, targets):
    return ((outputs.squeeze(1) - targets) ** 2).mean()  # (n,) against (n,): each output meets its own target


squeezed_outputs = replace(broken, loss=squared_error)


def check(model, loss, train):
    """On how many samples' outputs does the gradient change, if one sample is given another's target?"""
    if not train.targets.is_floating_point():
        return None
    outputs, swapped = model(train.inputs), train.targets.clone()
    swapped[0] = swapped[1]
    slopes = [torch.autograd.grad(loss(outputs, t), outputs, retain_graph=True)[0] for t in (train.targets, swapped)]
    touched = (slopes[0] != slopes[1]).reshape(len(outputs), -1).any(dim=1).sum().item()
    return Reading(touched, suspicious=touched > 1)


impostors = {  # one row broadcasts to itself
    "batches_of_one": replace(
        broken, loader=partial(batches, batch_size=1), optimizer=partial(SGD, lr=0.005), epochs=2
    ),
}
