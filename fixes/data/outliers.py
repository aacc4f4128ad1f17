from dataclasses import replace

from torch import nn

from trainwreck import Prepared, hold_out
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
