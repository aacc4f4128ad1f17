"""The loss is 2.30 at the first step and 2.30 at the last.

The loss is 2.30 before the first update and 2.30 after the last, on every run, but for the ups and downs of the
batches. The accuracy is that of a guess. Before training, each layer's outputs are about a tenth as large as those of
the layer before, and the scores of the ten digits differ in the fourth decimal place.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Severities, Symptom, mlp
from trainwreck.tasks import digits


def network(deviation=0.02):
    model = mlp(784, 64, 64, 64, 10)
    for layer in model:
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, std=deviation)
            nn.init.zeros_(layer.bias)
    return model


broken = Recipe(
    model=network,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.03, momentum=0.9),
    schedule=partial(CosineAnnealingLR, T_max=13),  # steadies the last epochs
    epochs=13,
)


def with_deviation(deviation):
    return replace(broken, model=partial(network, deviation=deviation))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.STALLS,
    severities=Severities(
        "deviation of the weights at the start", at=with_deviation, doses=(0.08, 0.06, 0.04, 0.02, 0.001), plain=0.02
    ),
    touches={"model"},
    hints=(
        "How much does the network's output change when the image changes?",
        "Compare the deviation of the outputs from one layer to the next. By which factor does it shrink, and why?",
        "The gradient comes back through the same weights. What arrives at the first layer?",
    ),
    also_accepted={
        "vanishing_gradients": (
            "The gradient does vanish on its way back; here the size of the weights is what shrinks it."
        ),
    },
)
