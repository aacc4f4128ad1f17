"""Training accuracy climbs, validation accuracy stays at chance.

The photographs of digits are slightly grainy, and the network learns them slowly: in twelve epochs the loss falls from
2.3 to between 1.1 and 2.0, and the training accuracy reaches 0.34 to 0.78. On the validation part and on new images
the accuracy is 0.04 to 0.17, as if the network were guessing. More epochs bring the training score close to 1.00 and
change nothing else.
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
