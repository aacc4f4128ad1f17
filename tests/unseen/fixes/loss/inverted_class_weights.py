from dataclasses import replace

import torch
from torch import nn
from unseen.scenarios.loss.inverted_class_weights import broken

from trainwreck import Reading

inverse_shares = replace(broken, loss=nn.CrossEntropyLoss(weight=torch.tensor([1 / 0.9, 1 / 0.1])))


def check(loss, train):
    """Does the loss weigh the classes that there are more of more heavily?"""
    weights = getattr(loss, "weight", None)
    if weights is None or train.targets.is_floating_point():
        return None
    counts = train.targets.flatten().bincount(minlength=len(weights)).float()
    together = torch.corrcoef(torch.stack([counts, weights.float()]))[0, 1].item()
    return Reading(round(together, 2), suspicious=together > 0.5)
