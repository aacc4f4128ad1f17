"""A loss of about ninety billion that does not fall.

The prices lie around 300,000. The loss begins at about 90 billion, moves up and down a little with the batches, and is
at about 90 billion when the run ends. After five epochs of Adam at 0.01 the network answers a few hundred to every
house. R² is far below zero, which counts as 0.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Prepared, Recipe, Scenario, Symptom, hold_out
from trainwreck.tasks import prices


def regressor():
    return nn.Sequential(nn.Linear(10, 64), nn.ReLU(), nn.Linear(64, 1), nn.Flatten(0))


def prepare(raw):
    train, validation = hold_out(raw)
    return Prepared(train=train, validation=validation)


broken = Recipe(
    prepare=prepare,
    model=regressor,
    loss=nn.MSELoss(),
    optimizer=partial(Adam, lr=0.01),
    epochs=5,
)

scenario = Scenario(
    task=prices(),
    broken=broken,
    symptom=Symptom.STALLS,
    severities="Targets are scaled or they are not.",
    touches={"prepare"},
    hints=(
        "What does the network answer at the start, and what would it have to answer?",
        "Adam moves a weight by about the learning rate a step. How far can the outputs come in 150 steps?",
        "What is the mean of the targets, and what is their deviation? What do a fresh network's outputs look like?",
    ),
    also_accepted={
        "low_learning_rate": "Steps of 0.01 are far too short for outputs that have to grow to 300,000.",
    },
)
