from dataclasses import replace

from torch import nn

from trainwreck.scenarios.model.shallow_convnet import block, broken


def convnet():
    return nn.Sequential(
        *block(1, 12),  # more kinds of stroke
        *block(12, 24),  # and what stands for strokes that occur together
        nn.AdaptiveAvgPool2d(2),
        nn.Flatten(),
        nn.Linear(24 * 2 * 2, 2),
    )


second_block = replace(broken, model=convnet)
