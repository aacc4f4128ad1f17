from dataclasses import replace
from functools import partial

import torch
from torch import nn

from trainwreck import Reading, mlp
from trainwreck.scenarios.model.excessive_dropout import broken

light_dropout = replace(broken, model=partial(mlp, 784, 128, 128, 64, 10, dropout=0.15))  # six units in seven stay


def check(model, inputs):
    """How loud is dropout's noise beside what the images say?"""
    if not any(isinstance(module, nn.Dropout) and module.p > 0 for module in model.modules()):
        return None
    model.train()
    passes = torch.stack([model(inputs) for _ in range(10)])
    noise = passes.std(dim=0).square().mean().sqrt()
    model.eval()
    signal = model(inputs).std(dim=0).square().mean().sqrt()
    ratio = (noise / signal).item()
    return Reading(round(ratio, 2), suspicious=ratio > 6)  # the images drown in it


def step_without_noise(model, loss, optimizer, inputs, targets):
    model.eval()
    optimizer.zero_grad()
    value = loss(model(inputs), targets)
    value.backward()
    optimizer.step()
    return value


# the next model.train() wakes it
impostors = {"dropout_asleep": replace(broken, step=step_without_noise)}
