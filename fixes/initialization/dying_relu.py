from dataclasses import replace

import torch
from torch import nn

from trainwreck import Reading, mlp
from trainwreck.scenarios.initialization.dying_relu import broken


def unbiased_network():
    hidden = nn.Linear(784, 32)
    nn.init.zeros_(hidden.bias)  # about half of the units answer to an image
    return nn.Sequential(nn.Flatten(), hidden, nn.ReLU(), nn.Linear(32, 10))


def leaky_network():
    hidden = nn.Linear(784, 32)
    nn.init.constant_(hidden.bias, -1.0)
    return nn.Sequential(nn.Flatten(), hidden, nn.LeakyReLU(), nn.Linear(32, 10))  # slope 0.01 below zero, not 0


zero_biases = replace(broken, model=unbiased_network)
leaky_relu = replace(broken, model=leaky_network)


def check(model, train):
    """What share of the units behind a ReLU answers to no sample at all, before training?"""
    alive = []

    def look(layer, given, out):
        alive.append((out > 0).transpose(0, 1).flatten(1).any(dim=1))

    for layer in model.modules():
        if isinstance(layer, nn.ReLU):
            layer.register_forward_hook(look)
    model(train.inputs)
    dead = 1 - torch.cat(alive).float().mean().item() if alive else 0.0
    return Reading(round(dead, 3), suspicious=dead > 0.5) if alive else None


class Shortcut(nn.Module):
    def __init__(self):
        super().__init__()
        self.dead, self.beside = broken.model(), mlp(784, 10)

    def forward(self, images):
        return self.dead(images) + self.beside(images)


impostors = {"linear_shortcut": replace(broken, model=Shortcut)}  # learns beside dead units
