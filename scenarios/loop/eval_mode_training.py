"""Batch normalisation in every layer, and a loss that stays at 2.3.

Four hidden layers, each with batch normalisation, and yet the loss stays at 2.3 as if nothing were normalised at all.
After 60 steps it is at 2.28 to 2.30, and the score is 0.09 to 0.21. The outputs for different images hardly differ. The
network passed its only test, which checks the shape of its output.
"""

from functools import partial

import torch
from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Symptom
from trainwreck.tasks import digits


def network():
    layers = [nn.Flatten()]
    for inputs, outputs in ((784, 64), (64, 64), (64, 64), (64, 64)):
        layers += [nn.Linear(inputs, outputs), nn.BatchNorm1d(outputs), nn.ReLU()]
    model = nn.Sequential(*layers, nn.Linear(64, 10))
    model.eval()
    with torch.no_grad():
        assert model(torch.zeros(1, 1, 28, 28)).shape == (1, 10)
    return model


def step(model, loss, optimizer, inputs, targets):
    optimizer.zero_grad()
    value = loss(model(inputs), targets)
    value.backward()
    optimizer.step()
    return value


broken = Recipe(
    model=network,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.1),
    schedule=partial(CosineAnnealingLR, T_max=6),
    step=step,
    epochs=6,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.STALLS,
    severities="The network is in training mode or it is not.",
    touches={"step"},
    hints=(
        "What are the mean and the standard deviation of a normalising layer's outputs? What should they be?",
        "Look at `running_mean` and `running_var` of a normalising layer after the run. Have they ever been updated?",
        "A module has two modes. In which of them was the shape tested, and in which does the network train?",
    ),
    also_accepted={
        "model": "It shows as normalising layers that do not normalise.",
        "vanishing_gradients": "Without the batch's statistics the signal fades from layer to layer.",
    },
)
