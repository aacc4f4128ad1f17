from dataclasses import replace

from torch import nn

from trainwreck import mlp
from trainwreck.scenarios.loss.logits_into_nll import broken


def network():
    return nn.Sequential(mlp(784, 64, 10), nn.LogSoftmax(dim=1))  # log-probabilities, which NLLLoss expects


log_softmax = replace(broken, model=network)
cross_entropy = replace(broken, loss=nn.CrossEntropyLoss())  # log-softmax and NLLLoss in one
