"""Blinded by specks.

A small network learns to read digits from clean scans, and names 0.98 to 1.00 of them. The camera it is meant for has
faulty pixels, some white, some black. On 490 images from that camera, kept for validation, it is right 31 to 70 times
in a hundred, and as often on the ones that come later. To a human eye the digits are still there.
"""

from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from harness.data.images import speckled_digits
from harness.models import mlp
from harness.preparation import Prepared
from harness.recipe import Recipe
from harness.scenario import Scenario
from harness.symptoms import Symptom


def prepare(raw):
    scans, camera = raw.take(raw.groups == 0), raw.take(raw.groups == 1)
    return Prepared(train=scans, validation=camera)


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 784, 128, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.005),
    schedule=partial(CosineAnnealingLR, T_max=16),
    epochs=16,
)

scenario = Scenario(
    task=speckled_digits(goal=0.785, clean=680, speckled=490, held_back=620, share=0.5),
    broken=broken,
    symptom=Symptom.OVERFITS,
    touches={"prepare", "step"},
    hints=(
        "Show a training image and a validation image of the same digit side by side. What differs?",
        "Add specks to the training images and score them. How far does the training score fall?",
        "A speck disagrees with all its neighbours. How could you tell it from ink? Or how could a network learn to?",
    ),
    accepts={
        "preprocessing": "A filter that removes the specks belongs there, and is missing.",
        "mismatched_transforms": "Training images and later ones do not look alike, as they do not there.",
    },
)
