from dataclasses import replace
from functools import partial

import torch
from torch import nn

from trainwreck import EarlyStopping, Reading
from trainwreck.scenarios.loop.too_many_epochs import broken

early_stopping = replace(broken, stop=partial(EarlyStopping, patience=4))  # and back to the best epoch's weights


def check(trained, loss, validation, log):
    """What share of all that the validation loss had gained has the final model lost again?"""
    with torch.no_grad():
        last = loss(trained.eval()(validation.inputs), validation.targets).item()
    start, best = log.losses[0], min([*log.validation_losses, last])
    if not best < start:
        return None
    lost = (last - best) / (start - best)
    return Reading(round(lost, 2), suspicious=not lost < 1)  # 1: no better than before training


impostors = {
    "smoothed_labels": replace(broken, loss=nn.CrossEntropyLoss(label_smoothing=0.1)),  # less sure, as wrong
}
