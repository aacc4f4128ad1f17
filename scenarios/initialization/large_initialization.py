"""A first loss in the thousands, and no finite one after six steps.

The first loss is in the thousands, where guessing among ten digits would cost 2.3. Each update multiplies it by many
powers of ten, and after a handful of steps the loss is no longer finite.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Severities, Symptom, mlp
from trainwreck.tasks import digits


def network(deviation=1.0):
    model = mlp(784, 64, 64, 64, 10, activation=nn.LeakyReLU)
    for layer in model:
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, std=deviation)
            nn.init.zeros_(layer.bias)
    return model


broken = Recipe(
    model=network,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.05, momentum=0.9),
    schedule=partial(CosineAnnealingLR, T_max=13),  # steadies the last epochs
    epochs=13,
)


def with_deviation(deviation):
    return replace(broken, model=partial(network, deviation=deviation))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.DIVERGES,
    severities=Severities(
        "deviation of the weights at the start", at=with_deviation, doses=(0.1, 0.2, 0.3, 0.5, 1.0), plain=1.0
    ),
    touches={"model"},
    hints=(
        "The first loss is measured before any update. What can be wrong at that point, and what cannot?",
        "Print the standard deviation of each layer's outputs for one batch of the untrained network. What "
        "happens from layer to layer?",
        "A unit adds up 64 products. If the weights have a standard deviation of 1, what is that of the sum?",
    ),
    also_accepted={
        "exploding_gradients": (
            "Signals and gradients grow from layer to layer; here it is depth, and not time, that multiplies them."
        ),
        "high_learning_rate": "With signals this large a step of the usual rate is far too long.",
    },
)
