"""Accuracy stops at 0.8, on the training images too.

Small grainy images show digits: are they odd or even? The loss leaves 0.7, reaches 0.40 and lies nearly flat in the
last three epochs; on MNIST it ends at 0.51. The accuracy is about 0.80 (0.75 on MNIST), and hardly higher on the 768
training images. An SVM reaches 0.97 on the same pixels, and 0.91 on MNIST.
"""

from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Symptom, batches
from trainwreck.tasks import odd_digits


def block(inputs, channels):
    return [nn.Conv2d(inputs, channels, kernel_size=3, stride=2, padding=1), nn.BatchNorm2d(channels), nn.ReLU()]


def convnet():
    return nn.Sequential(
        *block(1, 4),
        nn.AdaptiveAvgPool2d(2),
        nn.Flatten(),
        nn.Linear(4 * 2 * 2, 2),
    )


broken = Recipe(
    loader=partial(batches, batch_size=128),
    model=convnet,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.03, fused=True),
    schedule=partial(CosineAnnealingLR, T_max=12),
    epochs=12,
)

scenario = Scenario(
    task=odd_digits(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities="There is a second block or there is not.",
    touches={"model"},
    hints=(
        "Compare the scores on the training images and on new ones. Is it images that the network lacks?",
        "On how many pixels does one output of the convolution depend? What can be told from that much of a digit?",
        "The odd digits 1, 3, 5, 7, 9 share no stroke of their own. Which layer could notice that two occur together?",
    ),
    also_accepted={
        "too_small_model": "The network is too small for its task; here the layers are convolutions.",
        "aggressive_pooling": "A grid of 7 × 7 places behind the same four filters would do as well.",
    },
)
