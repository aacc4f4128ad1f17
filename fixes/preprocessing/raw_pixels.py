from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Reading, hold_out, preprocess
from trainwreck.scenarios.preprocessing.raw_pixels import broken


def to_float(pixels):  # uint8 (n, 1, 28, 28)
    return pixels.float() / 255  # from 0…255 to 0…1, the scale that the rate was chosen for


def prepare(raw):
    train, validation = hold_out(raw)
    return preprocess(train, validation, to_float)


scaled = replace(broken, prepare=prepare)


def check(model, inputs):
    """How large are the pixels that the model's first layer of weights meets, as a root mean square?"""
    if inputs.dim() != 4:
        return None
    met = []
    for layer in model.modules():
        if isinstance(layer, nn.Linear | nn.Conv2d | nn.RNNBase):
            layer.register_forward_pre_hook(lambda _, given: met.append(given[0]))
    model(inputs)
    first = met[0] if met else inputs  # behind any normalisation at the model's entrance
    size = first.float().square().mean().sqrt().item()
    return Reading(round(size, 2), suspicious=size > 10)  # standardised pixels: 1


impostors = {"adam": replace(broken, optimizer=partial(Adam, lr=0.0005))}  # forgives any scale
