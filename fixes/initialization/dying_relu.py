from dataclasses import replace

from torch import nn

from trainwreck.scenarios.initialization.dying_relu import broken


def unbiased_network():
    hidden = nn.Linear(784, 64)
    nn.init.zeros_(hidden.bias)  # about half of the units answer to an image
    return nn.Sequential(nn.Flatten(), hidden, nn.ReLU(), nn.Linear(64, 10))


def leaky_network():
    hidden = nn.Linear(784, 64)
    nn.init.constant_(hidden.bias, -2.0)
    return nn.Sequential(nn.Flatten(), hidden, nn.LeakyReLU(), nn.Linear(64, 10))  # slope 0.01 below zero, not 0


zero_biases = replace(broken, model=unbiased_network)
leaky_relu = replace(broken, model=leaky_network)
