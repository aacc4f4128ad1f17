"""Ten epochs, and no better than guessing on new images.

The loss hardly falls. In ten epochs the training accuracy creeps up to about a fifth, and on the validation part and on
new images the network answers as if it were guessing. With more epochs the training score comes close to 1.00, and
nothing else changes.
"""

from functools import partial

import torch
from torch import nn
from torch.optim import Adam

from trainwreck import Prepared, Recipe, Scenario, Split, Symptom, hold_out, mlp
from trainwreck.tasks import digits


def prepare(raw):
    train, validation = hold_out(raw)
    order = torch.randperm(len(train))
    return Prepared(train=Split(train.inputs[order], train.targets), validation=validation)


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 784, 128, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.003),
    epochs=10,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities="The labels are shuffled with their images, or without them.",
    touches={"prepare"},
    hints=(
        "The score on new images is not merely low. What would pure guessing score?",
        "Look at twenty training images, each with its label as the title. What do you see?",
        "Follow one image and its label through `prepare`. Do they still belong together at the end?",
    ),
    also_accepted={"label_noise": "With nine labels in ten wrong, this is the extreme case of it."},
)
