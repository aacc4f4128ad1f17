"""Accuracy stops at 0.7, on the training images too.

The loss falls from 2.3 at once, then more and more slowly, and ends far from zero. About seven digits in ten are named
right, and hardly more of the training images. An SVM on the same pixels gets nearly all of them. With four times as
many filters the network does better, and still names one in six wrong.
"""

from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Symptom, batches
from trainwreck.tasks import digits


def block(inputs, channels):
    return [nn.Conv2d(inputs, channels, kernel_size=3, stride=2, padding=1), nn.BatchNorm2d(channels), nn.ReLU()]


def convnet():
    return nn.Sequential(
        *block(1, 16),
        nn.AdaptiveAvgPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * 2 * 2, 10),
    )


broken = Recipe(
    loader=partial(batches, batch_size=32),
    model=convnet,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.01, fused=True),
    schedule=partial(CosineAnnealingLR, T_max=6),  # ends the batches' noise
    epochs=6,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities="Blocks come whole: with three it works, with fewer it does not.",
    touches={"model"},
    hints=(
        "Compare the scores on the training images and on new ones. Is it images that the network lacks?",
        "On how many pixels does one output of the convolution depend? What can be told from that much of a digit?",
        "A 3 and an 8 share most strokes. Which layer could notice that two strokes occur together?",
    ),
    also_accepted={
        "too_small_model": "The network is too small for its task; here the layers are convolutions.",
        "aggressive_pooling": "A finer grid of places behind the same filters would do as well.",
    },
)
