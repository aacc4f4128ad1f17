"""The loss leaps within a few steps, then lies flat at 2.3.

The loss starts at 2.3 and leaps within the first steps to many times that, in some runs into the thousands. A dozen
steps later it is back, and then it lies at 2.3 or a little above for the rest of the run. The network gives nearly
every image the same answer, and is right about as often as a guess, on the training images as on any others.
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
    optimizer=partial(SGD, lr=5.0, momentum=0.9),
    epochs=16,
)


def with_rate(rate):
    return replace(broken, optimizer=partial(SGD, lr=rate, momentum=0.9))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.SPIKES,
    severities=Severities("learning rate", at=with_rate, doses=(0.1, 0.2, 0.3, 1.0, 5.0), plain=5.0),
    touches={"optimizer"},
    hints=(
        "Look at the first five losses, not at the last fifty. What happens there?",
        "After the run, feed the network a batch and look at the hidden layer. How many of its units are not zero?",
        "How far does one update move a weight, compared with the weight itself?",
    ),
)
