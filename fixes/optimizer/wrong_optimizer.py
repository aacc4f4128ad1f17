from dataclasses import replace
from functools import partial

import torch
from torch.optim import SGD, Adam, RMSprop

from trainwreck import Reading
from trainwreck.scenarios.optimizer.wrong_optimizer import broken

momentum = replace(broken, optimizer=partial(SGD, lr=0.07, momentum=0.9))  # steps that agree add up
adam = replace(broken, optimizer=partial(Adam, lr=0.02))  # each weight gets a step size of its own
rmsprop = replace(broken, optimizer=partial(RMSprop, lr=0.01))  # the same, without momentum


def check(model, loss, optimizer, train, log):
    """Into how many times rate x curvature does the run add up, for the steepest direction of each matrix?"""
    if not isinstance(optimizer, SGD):  # Adam and RMSprop have a rate for each weight
        return None
    inputs, targets, way, times = train.inputs[:1000], train.targets[:1000], sum(log.rates), {}
    for name, p in model.eval().named_parameters():
        if p.requires_grad and p.ndim > 1:
            change = start = torch.autograd.grad(loss(model(inputs), targets), p)[0]
            for _ in range(3):  # each turns the direction towards the steepest
                step = 0.01 * change / change.norm().clamp(min=1e-12)
                p.detach().add_(step)
                change = torch.autograd.grad(loss(model(inputs), targets), p)[0] - start
                p.detach().sub_(step)
            times[name] = round(way / (1 - optimizer.param_groups[0]["momentum"]) * change.norm().item() / 0.01, 2)
    return Reading(times, suspicious=min(times.values()) < 1 and max(times.values()) > 50)
