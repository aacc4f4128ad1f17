"""The loss starts at 148, leaps into the millions and returns to 147.

The loss starts at 148, climbs to 2 million and more within four steps, and comes down as fast. For the rest of the 99
steps it stands near 147, even when the cosine schedule has brought the rate down to zero. In the end the accuracy is
0.09 to 0.10, and nearly every image gets the same answer.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Severities, Symptom, mlp
from trainwreck.tasks import digits

broken = Recipe(
    model=partial(mlp, 784, 128, 10),
    loss=nn.CrossEntropyLoss(reduction="sum"),
    optimizer=partial(SGD, lr=0.05, momentum=0.9),
    epochs=12,
)


def with_rate(rate):
    return replace(broken, optimizer=partial(SGD, lr=rate, momentum=0.9))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.SPIKES,
    severities=Severities("learning rate", at=with_rate, doses=(0.0003, 0.001, 0.003, 0.01, 0.05), plain=0.05),
    touches={"loss"},
    hints=(
        "What loss would you expect of a network that guesses between ten digits? How far off is 148?",
        "Halve the batch size. What happens to the first loss?",
        "By how much does the first update move the first layer's weights, compared with the weights themselves?",
    ),
    also_accepted={
        "high_learning_rate": "The steps are 64 times too long, and a rate 64 times lower would cure that as well.",
        "optimizer": "The rate does not fit this loss, and either of the two may be changed.",
    },
)
