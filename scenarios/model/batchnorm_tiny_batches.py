"""The loss stays where guessing has it, the gradient is next to nothing or huge.

Signals come in pairs, two in a batch, and pass through five hidden layers. Each signal holds one swing, up first or
down first. The loss starts near `ln 2`, which is what guessing costs, and there it stays. The answers are hardly better
than guesses, on training signals as on new ones. In most steps the gradient of the first layer is next to nothing, and
in a few it is huge.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Severities, Symptom, batches
from trainwreck.tasks import swings


def deep_network(normalise=nn.BatchNorm1d, width=32, depth=5):
    layers = [nn.Flatten()]
    for wide in [20] + (depth - 1) * [width]:
        layers += [nn.Linear(wide, width, bias=False), normalise(width), nn.Tanh()]
    return nn.Sequential(*layers, nn.Linear(width, 2))


broken = Recipe(
    loader=partial(batches, batch_size=2, drop_last=True),
    model=deep_network,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.012),
    epochs=2,
)


def with_batches(size):
    return replace(broken, loader=partial(batches, batch_size=size, drop_last=True))


scenario = Scenario(
    task=swings(length=20),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities=Severities("batch size", at=with_batches, doses=(32, 16, 8, 4, 2), plain=2),
    touches={"loader", "model"},
    hints=(
        "Log the gradient's norm of the first layer at every step. What are its median and its maximum?",
        "Take 3 and 5, subtract their mean, divide by their distance from it. Do the same with 0 and 90. What is left?",
        "Over what does a `BatchNorm1d` take its mean and its variance, and how many values are that here?",
    ),
    also_accepted={
        "single_sample_batches": "The batches are too small, for what is normalised rather than for the rate.",
        "vanishing_gradients": "In most steps hardly any gradient reaches the first layers.",
        "exploding_gradients": "In a few steps the gradient of the first layers is huge.",
        "loop": "The batch size is set where the data are loaded.",
    },
)
