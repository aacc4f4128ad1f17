"""The loss falls slowly and wavers, and the training images are not learned.

The loss leaves 2.3 late and is still high after six epochs. About seven digits in ten are named right, the training
images no better than new ones, and some digits far too seldom. The set-up was meant to be safe from overfitting, and it
is.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Severities, Symptom, hold_out, mlp, preprocess
from trainwreck.tasks import digits


def prepare(raw):
    train, validation = hold_out(raw)
    mean = train.inputs.mean(dim=0)
    return preprocess(train, validation, lambda images: images - mean)


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 784, 128, 128, 64, 10, dropout=0.75),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.004),
    epochs=6,
)


def with_dropout(dropout):
    return replace(broken, model=partial(mlp, 784, 128, 128, 64, 10, dropout=dropout))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities=Severities("dropout", at=with_dropout, doses=(0.3, 0.5, 0.6, 0.75, 0.85), plain=0.75),
    touches={"model"},
    hints=(
        "Are the training images themselves learned? What kind of fault does that rule out?",
        "Send one batch through the network ten times in training mode. How far apart are the ten losses?",
        "How many of the 64 units in the last hidden layer are at work in one step?",
        "In PyTorch, is `p` the share of units that is kept, or the share that is dropped?",
    ),
)
