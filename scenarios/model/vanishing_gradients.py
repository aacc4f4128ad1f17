"""Deeper, and no better than guessing.

With one hidden layer this network reads 88 % of the digits after six epochs, with two 73 %, with three 49 %. This is
the one with six. Its loss goes from 2.4 to 2.3, which is what guessing among ten classes costs. It names 8 to 18 % of
the digits, and has one, two or three answers for all the images. Nothing overflows, no value is NaN, and training and
validation scores are equally low.
"""

from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from harness.data.images import digits
from harness.models import mlp
from harness.recipe import Recipe
from harness.scenario import Scenario
from harness.symptoms import Symptom

broken = Recipe(
    model=partial(mlp, 784, 80, 80, 80, 80, 80, 80, 10, activation=nn.Sigmoid),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.0025),
    schedule=partial(CosineAnnealingLR, T_max=6),
    epochs=6,
)

scenario = Scenario(
    task=digits(goal=0.892, available=1100, held_back=697),
    broken=broken,
    symptom=Symptom.STALLS,
    touches={"model"},
    hints=(
        "Take hidden layers away, one at a time. When does the network begin to learn?",
        "After one backward pass, print the norm of the gradient of each layer's weights. How do they compare?",
        "What is the largest slope that a sigmoid has? How many of them lie between the loss and the first layer?",
        "What must each layer do to the size of a gradient, if the first is to get as much of it as the last?",
    ),
    accepts={
        "initialization": "weights drawn larger pass more of the gradient through the same sigmoids",
        "degraded_depth": "too many layers in a row for this activation; fewer would learn",
    },
)
