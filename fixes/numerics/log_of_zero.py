from dataclasses import replace

import torch
import torch.nn.functional as F

from trainwreck.scenarios.numerics.log_of_zero import broken


def cross_entropy(outputs, targets):
    logarithms = torch.log_softmax(outputs, dim=1)  # never leaves the logarithm, so nothing is rounded to zero
    truth = F.one_hot(targets, num_classes=10)
    return -(truth * logarithms).sum(dim=1).mean()


log_softmax = replace(broken, loss=cross_entropy)
