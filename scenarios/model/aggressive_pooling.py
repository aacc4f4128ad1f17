"""Hardly better than chance on clean, centred digits.

The filters see every stroke, but the loss stays near 2.3, and the accuracy is little better than a guess, on training
images as on new ones. Nothing in the pictures suggests that the task is hard: they show ink on a clean ground, always
centred.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Severities, Symptom, batches
from trainwreck.tasks import digits


def convnet(channels=16, classes=10, side=1):
    return nn.Sequential(
        nn.Conv2d(1, channels, kernel_size=5, stride=2, padding=2),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(side),
        nn.Flatten(),
        nn.Linear(channels * side * side, classes),
    )


broken = Recipe(
    loader=partial(batches, batch_size=32),
    model=convnet,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.003, fused=True),
    schedule=partial(CosineAnnealingLR, T_max=8),  # ends the batches' noise
    epochs=8,
)


def pooled_to(side):
    return replace(broken, model=partial(convnet, side=side))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.STALLS,
    severities=Severities("side of the pooled map", at=pooled_to, doses=(7, 4, 3, 2, 1), plain=1),
    touches={"model"},
    hints=(
        "Write down the shape of the activations after each layer. Where do they lose most of their numbers?",
        "What tells a 6 from a 9, and a 2 from a 5? Would a list of their strokes do?",
        "Cut an image into patches of the size a filter sees and shuffle them. By how much does the output change?",
    ),
)
