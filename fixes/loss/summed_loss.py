from dataclasses import replace
from functools import partial

import torch
from torch import nn

from trainwreck import Reading, mlp
from trainwreck.scenarios.loss.summed_loss import broken

averaged_loss = replace(broken, loss=nn.CrossEntropyLoss())  # the mean, for which the rate was chosen


def check(model, loss, update, inputs, targets):
    """How many times its value does the loss have for the same batch twice over, and after five steps?"""
    with torch.no_grad():
        outputs = model(inputs)
        twice = (loss(torch.cat([outputs] * 2), torch.cat([targets] * 2)) / loss(outputs, targets)).item()
    losses = [update(inputs, targets) for _ in range(6)]
    leap = torch.tensor(losses).max().item() / losses[0]  # a sum is no fault where the rate was chosen for it
    return Reading([round(twice, 2), round(leap, 2)], suspicious=twice > 1.5 and not leap < 2)


impostors = {"no_hidden_layer": replace(broken, model=partial(mlp, 784, 10))}  # nothing there can die
