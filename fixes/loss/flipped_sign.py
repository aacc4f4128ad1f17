from dataclasses import replace

import torch.nn.functional as F

from trainwreck.scenarios.loss.flipped_sign import broken


def negative_log_likelihood(outputs, targets):
    log_probabilities = F.log_softmax(outputs, dim=1)
    return -log_probabilities.gather(1, targets.unsqueeze(1)).mean()  # what is minimised must shrink as answers improve


minimised_loss = replace(broken, loss=negative_log_likelihood)
