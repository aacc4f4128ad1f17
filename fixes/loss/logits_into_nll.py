from dataclasses import replace

import torch
import torch.nn.functional as F
from torch import nn

from trainwreck import Reading, mlp
from trainwreck.scenarios.loss.logits_into_nll import broken


def network():
    return nn.Sequential(mlp(784, 128, 10), nn.LogSoftmax(dim=1))  # log-probabilities, which NLLLoss expects


log_softmax = replace(broken, model=network)
cross_entropy = replace(broken, loss=nn.CrossEntropyLoss())  # log-softmax and NLLLoss in one


def check(model, loss, inputs, targets):
    """To what do the probabilities of a sample add up, where the loss looks at the right one alone?"""
    outputs = model(inputs)
    if targets.is_floating_point() or outputs.ndim < 2 or outputs.shape[1] <= targets.max():
        return None
    slopes = torch.autograd.grad(loss(outputs, targets), outputs)[0]
    if slopes.scatter(1, targets.unsqueeze(1), 0).any():  # the loss weighs the classes against each other itself
        return None
    total = outputs.exp().sum(dim=1).mean().item()
    return Reading(round(total, 3), suspicious=abs(total - 1) > 0.01)


class UnitLength(nn.Module):
    def forward(self, outputs):
        return F.normalize(outputs, dim=1)


def bounded_network():
    return nn.Sequential(mlp(784, 128, 10), UnitLength())


impostors = {"unit_length": replace(broken, model=bounded_network)}  # bounded, but no probabilities
