"""A slight, steady fall of the loss, with nothing else amiss.

The loss has come down a little from 2.3, in a line with some wobble, when the run ends, and it is falling as fast as
ever. The score is low, on the training images as on new ones. There is no warning and no spike, and the gradients are
of healthy size in every layer.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Severities, Symptom, mlp
from trainwreck.tasks import digits

broken = Recipe(
    model=partial(mlp, 784, 64, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.02, momentum=0.9),
    epochs=3,
)


def of_length(epochs):
    return replace(broken, epochs=epochs)


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.SLOW,
    severities=Severities("epochs", at=of_length, doses=(6, 4, 3, 2, 1), plain=3),
    touches={"epochs"},
    hints=(
        "How many updates does the run make in all?",
        "Is the loss at the end still going down, if only a little? What would you do to find out where it leads?",
        "Fit a line to the losses, or print their mean over each third of the run.",
    ),
    also_accepted={
        "excessive_momentum": "A run that has only just begun to fall is as far from rest as one that swings.",
        "low_learning_rate": "Larger steps would also have got further in so few of them.",
        "schedule": "The length of a run is often planned together with its rate.",
    },
)
