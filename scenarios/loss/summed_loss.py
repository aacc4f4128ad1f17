"""The loss starts near 150, leaps into the thousands and returns.

The loss starts near 150, climbs into the thousands or tens of thousands within five steps, and comes down in the next
few dozen. Then it stands where it began, for the rest of the run. In the end about one image in ten gets the right
answer, and nearly every image gets the same.
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
    epochs=16,
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
        "What loss would you expect of a network that guesses between ten digits? How far off is 150?",
        "Halve the batch size. What happens to the first loss?",
        "By how much does the first update move the first layer's weights, compared with the weights themselves?",
    ),
    also_accepted={
        "high_learning_rate": "The steps are 64 times too long, and a rate 64 times lower would cure that as well.",
        "optimizer": "The rate does not fit this loss, and either of the two may be changed.",
    },
)
