from dataclasses import replace

import torch
from torch import nn

from trainwreck import Prepared, Reading, hold_out
from trainwreck.scenarios.data.outliers import broken


def prepare_clipped(raw):
    train, validation = hold_out(raw)
    middle = train.targets.median()
    spread = 1.4826 * (train.targets - middle).abs().median()  # a few huge values do not move a median
    low, high = middle - 3 * spread, middle + 3 * spread
    train, validation = (replace(part, targets=part.targets.clamp(low, high)) for part in (train, validation))
    return Prepared(train=train, validation=validation)


huber_loss = replace(broken, loss=nn.HuberLoss(delta=1.0))  # beyond an error of 1 the loss grows in a straight line
clipped_targets = replace(broken, prepare=prepare_clipped)


def check(model, loss, train):
    """How many times as hard as a typical row does one row pull at an answer that is the median for all of them?"""
    if not train.targets.is_floating_point() or len(train.targets.unique()) < 10:
        return None
    answers = torch.full_like(model(train.inputs), train.targets.median().item(), requires_grad=True)
    loss(answers, train.targets).backward()
    pulls = answers.grad.abs()
    ratio = (pulls.max() / (1.4826 * pulls.median())).item()  # 1.4826 · median: one standard deviation
    return Reading(round(ratio, 1), suspicious=ratio > 10)  # bell-shaped: below 5, long-tailed: rarely above 10


def prepare_three_deviations(raw):
    train, validation = hold_out(raw)
    limit = train.targets.mean() + 3 * train.targets.std()  # which the outliers blow up
    return Prepared(train=replace(train, targets=train.targets.clamp(max=limit)), validation=validation)


impostors = {"three_deviations": replace(broken, prepare=prepare_three_deviations)}  # cut at 125, not 34
