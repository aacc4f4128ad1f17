from dataclasses import replace

import torch
import torch.nn.functional as F

from trainwreck import Reading
from trainwreck.scenarios.loss.flipped_sign import broken


def negative_log_likelihood(outputs, targets):
    log_probabilities = F.log_softmax(outputs, dim=1)
    return -log_probabilities.gather(1, targets.unsqueeze(1)).mean()  # what is minimised must shrink as answers improve


minimised_loss = replace(broken, loss=negative_log_likelihood)


def check(model, loss, optimizer, inputs, targets):
    """Which way does what the optimizer lowers go as the right class's output grows?"""
    outputs = model(inputs)
    if targets.is_floating_point() or outputs.ndim < 2 or outputs.shape[1] <= targets.max():
        return None
    slope = torch.autograd.grad(loss(outputs, targets), outputs)[0].gather(1, targets.unsqueeze(1)).sum().item()
    if optimizer.param_groups[0].get("maximize"):  # then it lowers the loss with its sign flipped
        slope = -slope
    return Reading(round(slope, 4), suspicious=slope > 0)  # a likelier right answer must cost less
