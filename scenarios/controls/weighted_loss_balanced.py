"""Class weights, although all classes are about equally frequent.

The ten weights lie close to 1. They were computed in the usual way from the counts of MNIST's training set: the number
of all images, divided by ten times the number of images of the class. The loss falls from 2.3 to about a tenth, and no
digit is predicted far less often than it occurs.

What sets it apart from `class_imbalance`: no class is rare, so the loss is nearly the same with weights as without. It
is their *ratio* that counts, here 1.11 / 0.89 = 1.24 between the largest and the smallest. There it would have to be
32.
"""

from functools import partial

import torch
from torch import nn
from torch.optim import Adam

from trainwreck import Control, Recipe, mlp
from trainwreck.tasks import digits

# how many images of each digit MNIST's training set holds
COUNTS = torch.tensor([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])

control = Control(
    task=digits(),
    healthy=Recipe(
        model=partial(mlp, 784, 64, 10),
        loss=nn.CrossEntropyLoss(weight=COUNTS.sum() / (len(COUNTS) * COUNTS)),
        optimizer=partial(Adam, lr=0.003),
        epochs=15,
    ),
    looks_like="class_imbalance",
)
