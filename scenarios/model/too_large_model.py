"""The training rows nearly by heart, new rows poorly.

The network is to estimate a quantity from twenty columns. The training loss falls without a pause, to a small part of
what it was. On new rows the estimates are better after a few epochs than at the end, and in the end they are well
behind those of a linear regression on the same rows.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Severities, Symptom
from trainwreck.tasks import few_influences


def network(units=64):
    return nn.Sequential(nn.Linear(20, units), nn.ReLU(), nn.Linear(units, 1), nn.Flatten(start_dim=0))


broken = Recipe(
    model=network,
    loss=nn.MSELoss(),
    optimizer=partial(Adam, lr=0.02),
    epochs=60,
)


def with_units(units):
    return replace(broken, model=partial(network, units))


scenario = Scenario(
    task=few_influences(),
    broken=broken,
    symptom=Symptom.OVERFITS,
    severities=Severities("hidden units", at=with_units, doses=(2, 4, 8, 16, 64), plain=64),
    touches={"model", "optimizer", "stop"},
    hints=(
        "How many numbers does the network hold, and how many rows are there to determine them?",
        "Plot the losses on the training and the validation rows together. Where do they part, and what came after?",
        "Each row was measured with some noise. What is left to learn once everything but the noise is known?",
    ),
    also_accepted={
        "too_many_epochs": "Stopped after a few epochs, the same network scores well.",
        "tiny_dataset": "With many more rows, the same network would be of the right size.",
    },
)
