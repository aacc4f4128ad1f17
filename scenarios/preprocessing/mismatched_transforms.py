"""Excellent on validation, far worse than guessing in use.

On the validation part the network reaches an accuracy of 0.92 to 0.99 after only six epochs. In use, on images from
the same source, it gets none right, or up to four in five hundred: far fewer than guessing would. The weights are the
very same, and loading them again changes nothing.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Prepared, Recipe, Scenario, Symptom, hold_out, mlp
from trainwreck.tasks import digits


def prepare(raw):
    train, validation = hold_out(raw)
    dark_on_white = 1 - train.inputs
    mean, deviation = dark_on_white.mean(), dark_on_white.std()

    def to_network(images):
        return (1 - images - mean) / deviation

    return Prepared(
        train=replace(train, inputs=to_network(train.inputs)),
        validation=replace(validation, inputs=to_network(validation.inputs)),
    )


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 784, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.05, momentum=0.9),
    schedule=partial(CosineAnnealingLR, T_max=6),
    epochs=6,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.MISLEADS,
    severities="New data pass through the same transform or they do not.",
    touches={"prepare"},
    hints=(
        "The images in use come from the same source as the validation images. Do they arrive at the network "
        "in the same state?",
        "Take one validation image and send it through the deployed path. Is what enters the first layer the "
        "same as in training?",
        "`Prepared` has a field for what is to be done to new inputs. What stands there?",
    ),
    also_accepted={
        "evaluation": (
            "The network is sound; what is wrong is how it is fed when it is used, which one may call a fault of "
            "the evaluation."
        ),
    },
)
