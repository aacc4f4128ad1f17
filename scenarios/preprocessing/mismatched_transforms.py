"""Excellent on validation, no better than a coin in use.

A network tells the ill from the well by thirty blood values. On the validation part nearly all of its answers are
right after ten epochs. In use, on rows that come from the same laboratory, half of them are, and all rows get the same
answer. The weights are the very same, and loading them again changes nothing.
"""

from functools import partial

from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.optim import SGD

from trainwreck import Prepared, Recipe, Scenario, Symptom, hold_out, mlp, preprocess
from trainwreck.tasks import blood_values


def in_use(rows):
    return rows.float()


def prepare(raw):
    train, validation = hold_out(raw)
    scaler = StandardScaler().fit(train.inputs)
    training = preprocess(train, validation, scaler.transform)
    return Prepared(train=training.train, validation=training.validation, transform=in_use)


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 30, 32, 2),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.1),
    epochs=10,
)

scenario = Scenario(
    task=blood_values(),
    broken=broken,
    symptom=Symptom.MISLEADS,
    severities="New data pass through the same transform or they do not.",
    touches={"prepare"},
    hints=(
        "The rows in use come from the same source as the validation rows. Do they arrive at the network in the same "
        "state?",
        "Take one validation row and send it through the deployed path. Is what enters the first layer the same as in "
        "training?",
        "`transform` is what is done to a row in use. Compare it with what was done to the training rows.",
    ),
    also_accepted={
        "evaluation": (
            "The network is sound; what is wrong is how it is fed when it is used, which one may call a fault of "
            "the evaluation."
        ),
        "unnormalized_features": "In use the columns keep their units, though in training they did not.",
    },
)
