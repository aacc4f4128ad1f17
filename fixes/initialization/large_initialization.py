from dataclasses import replace

from torch import nn

from trainwreck import mlp
from trainwreck.scenarios.initialization.large_initialization import broken


def xavier_network():
    model = mlp(784, 64, 64, 64, 10, activation=nn.LeakyReLU)
    for layer in model:
        if isinstance(layer, nn.Linear):
            nn.init.xavier_normal_(layer.weight)  # variance 2 / (inputs + outputs)
            nn.init.zeros_(layer.bias)
    return model


def he_network():
    model = mlp(784, 64, 64, 64, 10, activation=nn.LeakyReLU)
    for layer in model:
        if isinstance(layer, nn.Linear):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")  # variance 2 / inputs
            nn.init.zeros_(layer.bias)
    return model


xavier = replace(broken, model=xavier_network)
he = replace(broken, model=he_network)
