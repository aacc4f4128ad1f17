from dataclasses import replace

import torch
from torch import nn

from trainwreck import Reading
from trainwreck.scenarios.loss.padding_in_loss import broken

masked_loss = replace(broken, loss=nn.CrossEntropyLoss(ignore_index=0))  # target 0: no step at all


def check(model, loss, inputs, targets):
    """What share of the loss's pull at the outputs comes from steps that are padding?"""
    padding = (inputs == 0).all(dim=-1)
    if padding.shape != targets.shape or not padding.any():  # not one target a step, or no padding
        return None
    outputs = model(inputs)
    pull = torch.autograd.grad(loss(outputs, targets), outputs)[0].abs().sum(dim=1)
    share = (pull[padding].sum() / pull.sum()).item()
    return Reading(round(share, 3), suspicious=share > 0.1)


impostors = {  # a third of the loss is still padding's
    "lighter_padding": replace(broken, loss=nn.CrossEntropyLoss(weight=torch.tensor([0.1, 1.0, 1.0, 1.0]))),
}
