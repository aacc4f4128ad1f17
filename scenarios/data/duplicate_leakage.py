"""High accuracy on validation, much lower on later photographs.

The photographs of digits are grainy, and still more than nine answers in ten are right on the validation part, more
than an SVM manages on them. On photographs taken later it is about three in four. Nothing has changed about how
they are taken, and the training score is 1.00 by the third epoch.
"""

from dataclasses import replace
from functools import partial

import torch
from torch import nn
from torch.optim import Adam

from trainwreck import Prepared, Recipe, Scenario, Severities, Split, Symptom, batches, hold_out, mlp
from trainwreck.tasks import grainy_digits


def augmented(images, copies):
    rows = torch.arange(len(images)).repeat(copies)
    brightness = 0.8 + 0.4 * torch.rand(len(rows), 1, 1, 1)  # each copy a little brighter or darker
    return Split(brightness * images.inputs[rows], images.targets[rows], groups=rows)


def prepare(raw, copies=5):
    train, validation = hold_out(augmented(raw, copies), fraction=0.5)  # half: a report that one can rely on
    return Prepared(train=train, validation=validation)


broken = Recipe(
    prepare=prepare,
    loader=partial(batches, batch_size=128),
    model=partial(mlp, 784, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.005),
    epochs=4,
)


def with_copies(copies):
    return replace(broken, prepare=partial(prepare, copies=copies))


scenario = Scenario(
    task=grainy_digits(),
    broken=broken,
    symptom=Symptom.MISLEADS,
    severities=Severities("copies of each image", at=with_copies, doses=(1, 2, 3, 5, 8), plain=5),
    touches={"prepare"},
    judged="honesty",
    hints=(
        "How many different photographs are there in the validation part, and how many in the training part?",
        "Take a few validation images and find the most similar training image of each. How similar is it?",
        "What is done first, the copying or the splitting? Where do five copies of one photograph end up?",
    ),
)
