"""The loss trembles at 2.3 and never falls.

The loss stays at 2.3 from the first step to the last, with the small ups and downs of the batches. The network has one
answer for all images, or nearly all. The rate and the optimizer are ones that work well for this network elsewhere.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Severities, Symptom
from trainwreck.tasks import digits


def network(bias=-1.5):
    hidden = nn.Linear(784, 32)
    nn.init.constant_(hidden.bias, bias)
    return nn.Sequential(nn.Flatten(), hidden, nn.ReLU(), nn.Linear(32, 10))


broken = Recipe(
    model=network,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.005),
    schedule=partial(CosineAnnealingLR, T_max=15),
    epochs=15,
)


def with_bias(bias):
    return replace(broken, model=partial(network, bias=bias))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.STALLS,
    severities=Severities(
        "bias of the hidden units at the start", at=with_bias, doses=(-0.2, -0.5, -1.0, -1.5, -2.0), plain=-1.5
    ),
    touches={"model"},
    hints=(
        "Which part of the network still reacts when the image changes?",
        "For how many of the training images is a given hidden unit above zero?",
        "What are the smallest and the largest value that enter the ReLU, and what is its slope there?",
    ),
    also_accepted={
        "vanishing_gradients": "No gradient gets past the hidden layer; it is the ReLU's zero slope that stops it.",
    },
)
