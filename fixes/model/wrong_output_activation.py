from copy import deepcopy
from dataclasses import replace
from functools import partial

import torch
from torch import nn

from trainwreck import Reading, predict
from trainwreck.scenarios.model.wrong_output_activation import block, broken


def segmenter(*last):
    return nn.Sequential(block(1, 8), nn.Conv2d(8, 1, kernel_size=5, padding=2), *last)


def segmenter_with_sigmoid():
    return segmenter(nn.Sigmoid())


no_activation = replace(broken, model=segmenter)  # logits of either sign, as the loss expects them
sigmoid = replace(broken, model=segmenter_with_sigmoid, loss=nn.BCELoss(), predict=predict)  # probabilities at once


def check(model, loss, inputs, targets):
    """Can the model learn to give the lowest and the highest target for everything?"""
    if not targets.is_floating_point():
        return None
    left = {}
    for asked in (targets.min(), targets.max()):
        learner = deepcopy(model)
        optimizer = torch.optim.LBFGS(learner.parameters(), max_iter=12)
        value = partial(lambda learner, asked: loss(learner(inputs), asked.expand_as(targets)), learner, asked)
        start = value().item()
        optimizer.step(lambda: (optimizer.zero_grad(), (now := value()).backward(), now)[2])
        left[f"{asked:.3g}"] = round(value().item() / start, 3)
    return Reading(left, suspicious=max(left.values()) > 0.5)


def softplus_segmenter():
    return nn.Sequential(block(1, 8), nn.Conv2d(8, 1, kernel_size=5, padding=2), nn.Softplus())


class Lowered(nn.Module):
    def __init__(self):
        super().__init__()
        self.segment = broken.model()

    def forward(self, images):
        return self.segment(images) - 1.0


impostors = {
    "softplus": replace(broken, model=softplus_segmenter),  # has a slope, no negatives
    "lowered_floor": replace(broken, model=Lowered),  # a floor all the same
}
