"""A network that answers differently when asked twice.

The loss falls, more slowly than one is used to, and is still falling after 40 epochs. The accuracy is low on the
training, validation and test images alike. Asked a second time about the same images, the network gives other outputs
for all of them, and another answer for many.
"""

from dataclasses import replace
from functools import partial

import torch
from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Severities, Symptom, batches, mlp
from trainwreck.tasks import digits


def network(dropout=0.85):
    return nn.Sequential(nn.AvgPool2d(2), mlp(196, 128, 10, dropout=dropout))  # at half the resolution


@torch.no_grad()
def predict(model, inputs):
    return model(inputs)


broken = Recipe(
    loader=partial(batches, batch_size=128),
    model=network,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.006),
    predict=predict,
    epochs=40,
)


def with_dropout(dropout):
    return replace(broken, model=partial(network, dropout=dropout))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.WAVERS,
    severities=Severities("dropout", at=with_dropout, doses=(0.1, 0.3, 0.5, 0.75, 0.85), plain=0.85),
    touches={"predict"},
    hints=(
        "Ask the network twice about the same images. Are the outputs the same?",
        "Which layers of this network draw random numbers, and when are they meant to?",
        "Which call is the last to set the model's mode before a prediction, and what does it set?",
    ),
    also_accepted={
        "excessive_dropout": "Most of what the network knows is switched off when it answers.",
        "model": "The dropout of 0.85 is where the noise comes from.",
    },
)
