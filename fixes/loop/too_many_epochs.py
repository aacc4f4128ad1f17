from dataclasses import replace
from functools import partial

import torch
from torch import nn

from trainwreck import EarlyStopping, Reading
from trainwreck.scenarios.loop.too_many_epochs import broken

early_stopping = replace(broken, stop=partial(EarlyStopping, patience=10))  # and back to the best epoch's weights


def check(trained, loss, validation, log):
    """How far above its lowest value does the validation loss end, and what share of the gain is lost again?"""
    with torch.no_grad():
        last = loss(trained.eval()(validation.inputs), validation.targets).item()
    start, best = log.losses[0], min([*log.validation_losses, last])
    if not best < start:
        return None
    risen, lost = last / best if best > 0 else 1.0, (last - best) / (start - best)
    # A loss near zero easily doubles and loses next to nothing; a bump of the curve is neither.
    return Reading([round(risen, 2), round(lost, 2)], suspicious=not (risen < 1.6 or lost < 0.03))


impostors = {
    "absolute_errors": replace(broken, loss=nn.L1Loss()),  # outliers count less, noise is learned all the same
}
