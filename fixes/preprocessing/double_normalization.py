from dataclasses import replace

from torch import nn

from trainwreck import Reading, hold_out, mlp, preprocess
from trainwreck.scenarios.preprocessing.double_normalization import broken, to_tensor


def prepare(raw):
    train, validation = hold_out(raw)
    return preprocess(train, validation, to_tensor)  # it has divided by 255 already


scaled_once = replace(broken, prepare=prepare)


def check(inputs):
    """How large is the deviation of the pixels that enter the network?"""
    if inputs.dim() != 4:
        return None
    deviation = inputs.float().std().item()
    return Reading(round(deviation, 4), suspicious=deviation < 0.02)  # between 1/4 and 1/1000


def normalised():
    return nn.Sequential(nn.BatchNorm2d(1), mlp(784, 64, 10))


impostors = {"batch_norm": replace(broken, model=normalised)}  # divides by the deviation
