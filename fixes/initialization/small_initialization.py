from dataclasses import replace

from torch import nn

from trainwreck import mlp
from trainwreck.scenarios.initialization.small_initialization import broken


def network():
    model = mlp(784, 64, 64, 64, 10)
    for layer in model:
        if isinstance(layer, nn.Linear):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")  # as wide as its number of inputs asks for
            nn.init.zeros_(layer.bias)
    return model


he = replace(broken, model=network)
