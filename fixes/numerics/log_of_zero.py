from dataclasses import replace
from functools import partial

import torch
import torch.nn.functional as F
from torch.optim import Adam

from trainwreck import Reading
from trainwreck.scenarios.numerics.log_of_zero import broken


def cross_entropy(outputs, targets):
    logarithms = torch.log_softmax(outputs, dim=1)  # never leaves the logarithm, so nothing is rounded to zero
    truth = F.one_hot(targets, num_classes=10)
    return -(truth * logarithms).sum(dim=1).mean()


log_softmax = replace(broken, loss=cross_entropy)


def check(model, loss, inputs, targets):
    """Are loss and gradient still numbers when the last layer's weights are ten thousand times as large?"""
    for p in list(model.parameters())[-2:]:
        p.detach().mul_(1e4)  # scores thousands apart: far beyond what exp() can tell from zero in float32
    value = loss(model(inputs), targets)
    value.backward()
    finite = all(p.grad.isfinite().all().item() for p in model.parameters() if p.grad is not None)
    kept = {"loss": value.isfinite().item(), "gradient": finite}
    return Reading(kept, suspicious=not all(kept.values()))


impostors = {"lower_rate": replace(broken, optimizer=partial(Adam, lr=0.001))}  # zero comes later
