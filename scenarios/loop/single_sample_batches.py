"""The loss jumps between 0 and more than 100.

Each image gets an update of its own, so an epoch has 675 updates. The loss of the single images jumps between 0 and
more than 100, and is about 20 on average at the end, nine times what guessing costs. The score is 0.08 to 0.12. The
learning rate came from a run that reached 0.95.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Severities, Symptom, batches, mlp
from trainwreck.tasks import digits

broken = Recipe(
    loader=partial(batches, batch_size=1),
    model=partial(mlp, 784, 64, 10, activation=nn.Tanh),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.07, momentum=0.9),
    epochs=1,
)


def with_batches(size):
    return replace(broken, loader=partial(batches, batch_size=size))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.DIVERGES,
    severities=Severities("batch size", at=with_batches, doses=(16, 8, 4, 2, 1), plain=1),
    touches={"loader", "epochs"},
    hints=(
        "What did the run that the learning rate was taken from do differently?",
        "Compute the gradient for ten images one by one. How far do they agree in direction?",
        "How many updates does an epoch make here, how long is each, and how far does momentum carry it on?",
    ),
    also_accepted={
        "high_learning_rate": "The rate is too high for gradients of one image.",
        "optimizer": "Batch size and learning rate are one choice, not two.",
    },
)
