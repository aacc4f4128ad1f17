from dataclasses import replace
from functools import partial

import torch.nn.functional as F
from torch import nn

from trainwreck import Reading
from trainwreck.scenarios.model.aggressive_pooling import broken


def convnet(channels=16, classes=10):
    return nn.Sequential(
        nn.Conv2d(1, channels, kernel_size=5, stride=2, padding=2),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(7),  # the mean over 2 × 2 fields, each in its place
        nn.Flatten(),
        nn.Linear(channels * 7 * 7, classes),
    )


kept_grid = replace(broken, model=convnet)


def check(model, inputs):
    """Does the answer depend on where in the image a thing stands?"""
    if inputs.ndim != 4 or min(inputs.shape[2:]) < 12:
        return None
    model.eval()
    things = F.avg_pool2d(inputs, 2)  # each image at half its size, with room to move
    wide, high = (size - size // 2 - 4 for size in (inputs.shape[3], inputs.shape[2]))
    corner = model(F.pad(things, (2, wide + 2, 2, high + 2)))
    opposite = model(F.pad(things, (wide + 2, 2, high + 2, 2)))
    others = (corner - corner.roll(1, dims=0)).norm().item()
    if not others:
        return None
    change = (corner - opposite).norm().item() / others
    return Reading(round(change, 3), suspicious=change < 0.1)  # next to what another image changes


impostors = {
    # more strokes, still without places
    "more_filters": replace(broken, model=partial(broken.model, channels=64)),
}
