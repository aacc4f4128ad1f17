from dataclasses import replace

from torch import nn

from trainwreck import predict
from trainwreck.scenarios.model.wrong_output_activation import block, broken


def segmenter(*last):
    return nn.Sequential(block(1, 8), nn.Conv2d(8, 1, kernel_size=5, padding=2), *last)


def segmenter_with_sigmoid():
    return segmenter(nn.Sigmoid())


no_activation = replace(broken, model=segmenter)  # logits of either sign, as the loss expects them
sigmoid = replace(broken, model=segmenter_with_sigmoid, loss=nn.BCELoss(), predict=predict)  # probabilities at once
