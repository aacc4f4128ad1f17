"""Right on most augmented images, wrong on half of the new ones.

To make the training images more varied, each is flipped at random before training, from left to right, upside down, or
both ways. The network then gets nine of ten augmented images right. But of new images it gets nearly half wrong;
without any augmentation it would be one in twenty.
"""

from dataclasses import replace
from functools import partial

import torch
from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Prepared, Recipe, Scenario, Severities, Symptom, hold_out, mlp
from trainwreck.tasks import digits


def augment(images, flipped):
    for side in (-1, -2):  # left and right, then top and bottom
        chosen = torch.rand(len(images), 1, 1, 1) < flipped
        images = torch.where(chosen, images.flip(side), images)
    return images


def prepare(raw, flipped=0.75):
    train, validation = hold_out(raw)
    return Prepared(train=replace(train, inputs=augment(train.inputs, flipped)), validation=validation)


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 784, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.08, momentum=0.9),
    schedule=partial(CosineAnnealingLR, T_max=12),  # a calm end
    epochs=12,
)


def flipping(probability):
    return replace(broken, prepare=partial(prepare, flipped=probability))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.OVERFITS,
    severities=Severities("probability of each flip", at=flipping, doses=(0.1, 0.3, 0.5, 0.75, 1.0), plain=0.75),
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
