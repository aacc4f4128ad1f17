import itertools
from dataclasses import replace

from torch import nn

from trainwreck import Reading, mlp
from trainwreck.scenarios.initialization.small_initialization import broken


def network():
    model = mlp(784, 64, 64, 64, 10)
    for layer in model:
        if isinstance(layer, nn.Linear):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")  # as wide as its number of inputs asks for
            nn.init.zeros_(layer.bias)
    return model


he = replace(broken, model=network)


def check(model, inputs):
    """By what factor does each layer but the last scale its inputs, before training?"""
    gains = {}

    def measure(layer, given, out):
        gains[names[layer]] = float(f"{out.std() / given[0].square().mean().sqrt():.2g}")

    names = {m: name for name, m in model.named_modules() if isinstance(m, nn.Linear | nn.Conv1d | nn.Conv2d)}
    for layer in list(names)[:-1]:
        layer.register_forward_hook(measure)
    model(inputs)
    return Reading(gains, suspicious=min(gains.values()) < 0.25) if gains else None  # He: 1.4, PyTorch: 0.6


def normalised_network():
    flatten, *layers, last = broken.model()
    normalised = [[layer, nn.BatchNorm1d(64)] if isinstance(layer, nn.Linear) else [layer] for layer in layers]
    return nn.Sequential(flatten, *itertools.chain(*normalised), last)


impostors = {"batch_normalisation": replace(broken, model=normalised_network)}  # it scales the outputs back
