"""Binary cross-entropy for ten classes.

The loss falls from 0.69 to 0.33 in a few steps and looks good. Then it hardly moves: 0.31 after twelve epochs. The
network names 12 to 64 % of the digits, and there are always some digits that it never says. Every one of its ten
outputs says "no" to nearly every image, and is right about that nine times in ten.
"""

from functools import partial

import torch.nn.functional as F
from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR

from harness.data.images import digits
from harness.models import mlp
from harness.recipe import Recipe
from harness.scenario import Scenario
from harness.symptoms import Symptom


def network():
    return nn.Sequential(mlp(784, 128, 64, 10), nn.Sigmoid())


def binary_cross_entropy(outputs, targets):
    return F.binary_cross_entropy(outputs, F.one_hot(targets, num_classes=10).float())


broken = Recipe(
    model=network,
    loss=binary_cross_entropy,
    optimizer=partial(SGD, lr=0.04, momentum=0.9),
    schedule=partial(CosineAnnealingLR, T_max=12),
    epochs=12,
)

scenario = Scenario(
    task=digits(goal=0.885, available=900, held_back=800),
    broken=broken,
    symptom=Symptom.BIASED,
    touches={"model", "loss"},
    hints=(
        "How high is the loss of ten outputs that always say 0.1, whatever the image? Compare it with the curve.",
        'Each output answers one question by itself. How often is "no" the right answer to it?',
        "Over how many numbers is the loss averaged, and how many of them belong to the digit that is there?",
        "An image shows one digit and no other. Where does the model use that?",
    ),
    accepts={
        "double_softmax": "both squash the outputs and slow the learning",
        "low_learning_rate": "with a mean over ten outputs a step is a tenth as long; a higher rate helps too",
    },
)
