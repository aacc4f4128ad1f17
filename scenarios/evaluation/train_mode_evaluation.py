"""Evaluation in training mode.

The loss falls from 2.3 to 0.6 and is still falling after 18 epochs. The network names 77 to 82 % of the digits, in
training, validation and test alike. Asked twice about the same images, it gives one in four another answer.
"""

from functools import partial

import torch
from torch import nn
from torch.optim import Adam

from harness.data.images import digits
from harness.models import mlp
from harness.recipe import Recipe
from harness.scenario import Scenario
from harness.split import batches
from harness.symptoms import Symptom


@torch.no_grad()
def predict(model, inputs):
    return model(inputs)


broken = Recipe(
    model=partial(mlp, 784, 96, 10, dropout=0.7),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.002),
    batches=partial(batches, batch_size=256),
    predict=predict,
    epochs=18,
)

scenario = Scenario(
    task=digits(goal=0.892, available=1100, held_back=600),
    broken=broken,
    symptom=Symptom.SLOW,
    touches={"predict"},
    hints=(
        "Ask the network twice about the same images. Are the outputs the same?",
        "Which layers of this network draw random numbers, and when are they meant to?",
        "The last call before a prediction that set the model's mode: where is it, and what did it set?",
    ),
    accepts={
        "excessive_dropout": "most of what the network knows is switched off when it answers",
        "model": "the dropout of 0.7 is where the noise comes from",
    },
)
