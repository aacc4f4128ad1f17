from dataclasses import replace
from functools import partial

from torch import nn

from trainwreck import Reading, mlp
from trainwreck.scenarios.initialization.zero_initialization import broken


def xavier_network():
    model = mlp(784, 64, 10)
    for layer in model:
        if isinstance(layer, nn.Linear):
            nn.init.xavier_uniform_(layer.weight)  # random: no two units start alike
            nn.init.zeros_(layer.bias)  # biases may start at zero
    return model


default = replace(broken, model=partial(mlp, 784, 64, 10))  # nn.Linear draws its own random weights
xavier = replace(broken, model=xavier_network)


def check(model):
    """Which layers, but for the last, begin with units that are all alike?"""
    layers = [(name, m) for name, m in model.named_modules() if isinstance(m, nn.Linear | nn.Conv1d | nn.Conv2d)]
    weights = [(name, layer.weight.detach()) for name, layer in layers[:-1] if len(layer.weight) > 1]
    alike = [name for name, weight in weights if (weight == weight[0]).all()]
    return Reading(alike, suspicious=bool(alike)) if weights else None


class Shortcut(nn.Module):
    def __init__(self):
        super().__init__()
        self.alike, self.beside = broken.model(), mlp(784, 10)

    def forward(self, images):
        return self.alike(images) + self.beside(images)


impostors = {"linear_shortcut": replace(broken, model=Shortcut)}  # learns beside equal units
