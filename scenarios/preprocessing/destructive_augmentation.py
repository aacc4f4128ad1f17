"""New zeros are nearly all right, new sixes all wrong.

To make 480 images more varied, they are augmented before training. The network then reaches an accuracy of 0.86 to
0.94 on augmented images, but of 0.36 to 0.52 on new ones; without any augmentation it would be 0.95. Of the new zeros
nearly all are right, of the sixes none.
"""

from dataclasses import replace
from functools import partial

import torch
from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Prepared, Recipe, Scenario, Symptom, batches, hold_out, mlp
from trainwreck.tasks import digits


def augment(images):
    ways = torch.stack([images.flip(-1), images.flip(-2), images.rot90(2, dims=(-2, -1))])
    return ways[torch.randint(3, (len(images),)), torch.arange(len(images))]  # one of the three for each image


def prepare(raw):
    train, validation = hold_out(raw, fraction=0.5)
    return Prepared(train=replace(train, inputs=augment(train.inputs)), validation=validation)


broken = Recipe(
    prepare=prepare,
    loader=partial(batches, batch_size=32),
    model=partial(mlp, 784, 128, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.08, momentum=0.9),
    schedule=partial(CosineAnnealingLR, T_max=9),
    epochs=9,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.OVERFITS,
    severities="An augmentation keeps the label or it does not.",
    touches={"prepare"},
    hints=(
        "Show twenty of the augmented images to a colleague, without their labels. Which would they get wrong?",
        "Which digits does the network take for which? Draw the two of a pair one above the other.",
        "What is a 6 after half a turn, and what does its label say?",
    ),
    also_accepted={
        "label_noise": "A 6 that has become a 9 is an image with a wrong label.",
        "mismatched_transforms": "Some of the training images stand on their heads, and the later ones do not.",
    },
)
