from dataclasses import replace
from functools import partial

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
    """Does the answer notice when the four quarters of each image change places?"""
    if inputs.ndim != 4:
        return None
    model.eval()
    answers = model(inputs)
    height, width = inputs.shape[2:]
    swapped = model(inputs.roll((height // 2, width // 2), dims=(2, 3)))  # the strokes stay, their places change
    others = answers.roll(1, dims=0)
    if not (answers - others).any():
        return None
    change = ((swapped - answers).norm() / (others - answers).norm()).item()
    return Reading(round(change, 3), suspicious=change < 0.3)  # far less than one image differs from the next


impostors = {
    "more_filters_for_longer": replace(broken, model=partial(broken.model, channels=256), epochs=40, schedule=None)
}
