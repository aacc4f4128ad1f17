from dataclasses import replace
from functools import partial

from torch import nn

from trainwreck import mlp
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
