from dataclasses import replace
from functools import partial

import torch
from torch.optim import SGD

from trainwreck import Reading, mlp
from trainwreck.scenarios.optimizer.high_learning_rate import broken

smaller_steps = replace(broken, optimizer=partial(SGD, lr=0.03, momentum=0.9))  # steps small beside the weights


def check(update, inputs, targets):
    """How many times its first value does the loss of one batch reach in ten steps on that batch?"""
    losses = [update(inputs, targets) for _ in range(11)]
    if losses[0] <= 0:  # a likelihood, say: a multiple of it means nothing
        return None
    leap = torch.tensor(losses).max().item() / losses[0]
    return Reading(round(leap, 2), suspicious=not leap < 2)  # its own gradient should lower it


impostors = {"no_hidden_layer": replace(broken, model=partial(mlp, 784, 10))}  # nothing there can die
