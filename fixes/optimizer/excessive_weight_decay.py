from dataclasses import replace
from functools import partial

from torch.optim import Adam, AdamW

from trainwreck import Reading
from trainwreck.scenarios.optimizer.excessive_weight_decay import broken

weaker_decay = replace(broken, optimizer=partial(Adam, lr=0.006, weight_decay=1e-4))  # small next to the gradient
decoupled_decay = replace(broken, optimizer=partial(AdamW, lr=0.006, weight_decay=0.15))  # 1 - lr * 0.15 a step


def check(model, loss, optimizer, inputs, targets):
    """How strong is the decay's pull at the weights, measured by that of the gradient?"""
    loss(model(inputs), targets).backward()
    decay, gradient = 0.0, 0.0
    for group in optimizer.param_groups:
        decoupled = isinstance(optimizer, AdamW)  # there the decay meets a gradient that is scaled to 1
        for p in (p for p in group["params"] if p.ndim > 1 and p.grad is not None):
            decay += (group.get("weight_decay", 0) * p.detach()).square().sum().item()
            gradient += p.numel() if decoupled else p.grad.square().sum().item()
    ratio = (decay / gradient) ** 0.5 if gradient else 0.0
    return Reading(round(ratio, 4), suspicious=ratio > 1) if decay else None


def first_layer_alone(parameters):
    weight, bias, *others = parameters
    return Adam([{"params": [weight, bias]}, {"params": others, "weight_decay": 0.0}], lr=0.006, weight_decay=0.15)


impostors = {"first_layer_alone": replace(broken, optimizer=first_layer_alone)}  # there the decay still wins
