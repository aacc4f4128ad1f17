from dataclasses import replace
from functools import partial

import torch
import torch.nn.functional as F
from torch import nn

from trainwreck import Reading, mlp
from trainwreck.scenarios.loss.bce_for_multiclass import broken

cross_entropy = replace(
    broken,
    model=partial(mlp, 784, 128, 128, 10),  # no sigmoid: CrossEntropyLoss wants logits
    loss=nn.CrossEntropyLoss(),
)


def check(model, loss, inputs, targets):
    """How does the loss react when all classes of a sample are made likelier by the same amount?"""
    bias = list(model.parameters())[-1]
    if targets.is_floating_point() or bias.ndim != 1 or len(bias) <= max(2, targets.max().item()):
        return None
    if not bias.requires_grad:  # nothing can be asked of a frozen one
        return None
    slope = torch.autograd.grad(loss(model(inputs), targets), bias)[0].sum().item()
    return Reading(round(slope, 4), suspicious=abs(slope) > 0.01)


def small_network():
    return nn.Sequential(mlp(784, 128, 10), nn.Sigmoid())


def summed_over_classes(outputs, targets):
    return F.binary_cross_entropy(outputs, F.one_hot(targets, num_classes=10).float(), reduction="sum") / len(outputs)


impostors = {"ten_times_the_loss": replace(broken, model=small_network, loss=summed_over_classes)}  # still ten answers
