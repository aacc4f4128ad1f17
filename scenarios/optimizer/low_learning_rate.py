"""No movement in the loss, neither a trend nor a swing.

From the first step to the last the loss stays within a few hundredths of 2.3. The accuracy is that of a guess, about
what it was before any training. There is neither a trend nor a swing to be seen in the curve.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Severities, Symptom, mlp
from trainwreck.tasks import digits

broken = Recipe(
    model=partial(mlp, 784, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=1e-4, momentum=0.9),
    epochs=16,
)


def with_rate(rate):
    return replace(broken, optimizer=partial(SGD, lr=rate, momentum=0.9))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.STALLS,
    severities=Severities("learning rate", at=with_rate, doses=(0.01, 0.003, 0.001, 1e-4, 1e-5), plain=1e-4),
    touches={"optimizer"},
    hints=(
        "Is the gradient zero, or is it of ordinary size and nothing comes of it?",
        "By what percentage has the first layer's weight matrix changed at the end of the run?",
        "An update is the gradient times one number that you chose. How many such updates would the weights need?",
    ),
)
