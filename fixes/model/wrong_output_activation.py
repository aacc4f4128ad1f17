from copy import deepcopy
from dataclasses import replace

import torch
from torch import nn

from trainwreck import Reading, predict
from trainwreck.scenarios.model.wrong_output_activation import block, broken


def ending_in(*last):
    return nn.Sequential(*block(1, 8), *block(8, 1)[:-1], *last)  # all of the last block but its ReLU


def segmenter_with_sigmoid():
    return ending_in(nn.Sigmoid())


no_activation = replace(broken, model=ending_in)  # logits of either sign, as the loss expects them
sigmoid = replace(broken, model=segmenter_with_sigmoid, loss=nn.BCELoss(), predict=predict)  # probabilities at once


def check(model, loss, inputs, targets):
    """Can the model learn to give a low target to everything, and a high one?"""
    if not targets.is_floating_point():
        return None
    left = []
    for asked in (targets.quantile(0.1), targets.quantile(0.9)):
        learner, values = deepcopy(model), []
        optimizer = torch.optim.Rprop(learner.parameters(), lr=0.2)
        for _ in range(20):
            values.append(loss(learner(inputs[:8]), asked.expand_as(targets[:8])))
            optimizer.zero_grad()
            values[-1].backward()
            optimizer.step()
        left.append(round((min(values) / values[0]).item(), 2))
    return Reading(left, suspicious=max(left) > 0.5)  # of the loss at the start; a bias alone can learn it


def softplus_segmenter():
    return ending_in(nn.Softplus())


class Lowered(nn.Module):
    def __init__(self):
        super().__init__()
        self.segment = broken.model()

    def forward(self, images):
        return self.segment(images) - 1.0


impostors = {
    "softplus": replace(broken, model=softplus_segmenter),  # a slope, no negatives
    "lowered_floor": replace(broken, model=Lowered),  # a floor all the same
}
