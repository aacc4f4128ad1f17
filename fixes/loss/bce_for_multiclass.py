from dataclasses import replace
from functools import partial

from torch import nn

from trainwreck import mlp
from trainwreck.scenarios.loss.bce_for_multiclass import broken

cross_entropy = replace(
    broken,
    model=partial(mlp, 784, 128, 128, 128, 10),  # no sigmoid: CrossEntropyLoss wants logits
    loss=nn.CrossEntropyLoss(),
)
