"""Nearly perfect on the training scans, poor on the camera's images.

A small network learns from clean scans of digits, and its accuracy on them is 0.98 to 1.00. The camera that it is
meant for has faulty pixels, some white, some black. On the camera's images its accuracy is 0.17 to 0.59, depending on
the seed. To a human eye the digits are still there.
"""

from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Prepared, Recipe, Scenario, Severities, Symptom, batches
from trainwreck.tasks import speckled_digits


def network():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, 10))


def prepare(raw):
    return Prepared(train=raw.take(raw.groups == 0), validation=raw.take(raw.groups == 1))  # scans, and the camera


broken = Recipe(
    prepare=prepare,
    loader=partial(batches, batch_size=48),
    model=network,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.005, fused=True),
    schedule=partial(CosineAnnealingLR, T_max=10),
    epochs=10,
)


scenario = Scenario(
    task=speckled_digits(share=0.5),
    broken=broken,
    symptom=Symptom.BIASED,
    severities=Severities("share of replaced pixels", at=speckled_digits, doses=(0.05, 0.1, 0.2, 0.35, 0.5), plain=0.5),
    touches={"prepare", "step"},
    hints=(
        "Show a training image and a validation image of the same digit side by side. What differs?",
        "Add specks to the training images and score them. How far does the training score fall?",
        "A speck disagrees with all its neighbours. How could you tell it from ink? Or how could a network learn to?",
    ),
    also_accepted={
        "preprocessing": "A filter that removes the specks belongs there, and is missing.",
        "mismatched_transforms": "There, too, training images and later ones do not look alike.",
    },
)
