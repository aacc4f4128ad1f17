import itertools
from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Reading, mlp
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


def check(model, inputs):
    """By what factor does each layer magnify its inputs, before training?"""
    gains = {}

    def measure(layer, given, out):
        gains[names[layer]] = round((out.std() / given[0].square().mean().sqrt()).item(), 2)

    names = {m: name for name, m in model.named_modules() if isinstance(m, nn.Linear | nn.Conv1d | nn.Conv2d)}
    for layer in names:
        layer.register_forward_hook(measure)
    model(inputs)
    return Reading(gains, suspicious=max(gains.values()) > 5) if gains else None  # He's weights: 1.4


def normalised_network():
    sizes = zip([784, 64, 64], [64, 64, 64], strict=True)
    blocks = [[nn.Linear(wide, narrow), nn.BatchNorm1d(narrow), nn.LeakyReLU()] for wide, narrow in sizes]
    for layer, *_ in blocks:
        nn.init.normal_(layer.weight)
    return nn.Sequential(nn.Flatten(), *itertools.chain(*blocks), nn.Linear(64, 10))


impostors = {  # batch normalisation scales the outputs back
    "batch_normalisation": replace(broken, model=normalised_network, optimizer=partial(SGD, lr=0.3, momentum=0.9)),
}
