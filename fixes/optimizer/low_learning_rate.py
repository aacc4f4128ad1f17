from dataclasses import replace
from functools import partial

import torch
from torch.optim import SGD

from trainwreck import Reading
from trainwreck.scenarios.optimizer.low_learning_rate import broken

larger_steps = replace(broken, optimizer=partial(SGD, lr=0.03, momentum=0.9))  # 300 times as far


@torch.no_grad()
def check(model, trained, loss, train):
    """How many times as far could the run have gone in its own direction, to lower the training loss the most?"""
    start = [p.clone() for p in model.parameters()]
    ways = [end - begin for end, begin in zip(trained.parameters(), start, strict=True)]

    def after(factor):
        for p, begin, way in zip(model.parameters(), start, ways, strict=True):
            p.copy_(begin + factor * way)
        return loss(model(train.inputs), train.targets).item()

    farther = min((3**k for k in range(9)), key=after)
    return Reading(farther, suspicious=farther > 5)
