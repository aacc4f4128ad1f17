"""Noise is all it hears.

A hundred steps take the loss from between 2.3 and 2.5 to between 2.2 and 2.3. The network names one to two of ten
digits in the small set, up to four or five in MNIST. The set-up was meant to be safe from overfitting, and it is.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from harness.data.images import digits
from harness.models import mlp
from harness.recipe import Recipe
from harness.scenario import Scenario
from harness.symptoms import Symptom

broken = Recipe(
    model=partial(mlp, 784, 128, 32, 10, dropout=0.9),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.003),
    epochs=9,
)

scenario = Scenario(
    task=digits(goal=0.885, available=900),
    broken=broken,
    symptom=Symptom.STALLS,
    touches={"model"},
    hints=(
        "Are the training images themselves learned? What kind of fault does that rule out?",
        "Send one batch through the network ten times in training mode. How far do the ten losses lie apart?",
        "How many of the 32 units in the last hidden layer are at work in one step?",
        "In PyTorch, is `p` the share of units that is kept, or the share that is dropped?",
    ),
)
