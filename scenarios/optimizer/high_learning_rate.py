"""The loss leaps within two steps, then lies flat at 2.3.

The loss starts at 2.3, stands at 600 to 16,000 two steps later, and comes back to 2.3. There it stays for the rest of
the 96 steps. The network ends up giving the same answer to every image, and its accuracy is 0.08 to 0.10, on the
training images as on any others.
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
    optimizer=partial(SGD, lr=3.0, momentum=0.9),
    epochs=12,
)


def with_rate(rate):
    return replace(broken, optimizer=partial(SGD, lr=rate, momentum=0.9))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.SPIKES,
    severities=Severities("learning rate", at=with_rate, doses=(0.2, 0.3, 0.5, 1.0, 3.0), plain=3.0),
    touches={"optimizer"},
    hints=(
        "Look at the first five losses, not at the last fifty. What happens there?",
        "After the run, feed the network a batch and look at the hidden layer. How many of its units are not zero?",
        "How far does one update move a weight, compared with the weight itself?",
    ),
)
