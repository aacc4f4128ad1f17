"""A loss that looks good, at an accuracy far below it.

The loss is halved within a few dozen steps, and there it stays for most of the run; only towards the end does it sink a
little further. So low a loss looks good. But of ten new images the network gets about four wrong, and some of the ten
digits it hardly ever names.
"""

from functools import partial

import torch.nn.functional as F
from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Symptom, batches, mlp
from trainwreck.tasks import digits


def network():
    return nn.Sequential(mlp(784, 128, 128, 10), nn.Sigmoid())


def binary_cross_entropy(outputs, targets):
    return F.binary_cross_entropy(outputs, F.one_hot(targets, num_classes=10).float())


broken = Recipe(
    loader=partial(batches, batch_size=32),
    model=network,
    loss=binary_cross_entropy,
    optimizer=partial(SGD, lr=0.04, momentum=0.9),
    schedule=partial(CosineAnnealingLR, T_max=10),  # a calm end
    epochs=10,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities="A loss treats the classes as alternatives or as questions of their own.",
    touches={"model", "loss"},
    hints=(
        "How high is the loss of ten outputs that always say 0.1, whatever the image? Compare it with the curve.",
        'Each output answers one question by itself. How often is "no" the right answer to it?',
        "Over how many numbers is the loss averaged, and how many of them belong to the digit that is there?",
        "An image shows one digit and no other. Where does the model use that?",
    ),
    also_accepted={
        "double_softmax": "Both squash the outputs and slow the learning.",
        "low_learning_rate": "With a mean over ten outputs a step is a tenth as long.",
    },
)
