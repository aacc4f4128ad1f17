"""Five hidden layers fail, where one reaches nine in ten.

The hidden layers are sigmoids. With one, the network gets nine digits in ten right after the same epochs. This one has
five. Its loss lies for a long while at 2.3, which is what guessing among ten classes costs, before it sinks a little.
It ends with about a quarter of the digits right, in the training images as in new ones, and never names most of them.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Severities, Symptom, hold_out, mlp, preprocess
from trainwreck.tasks import digits


def prepare(raw):
    train, validation = hold_out(raw)
    mean = train.inputs.mean(dim=0)
    return preprocess(train, validation, lambda images: images - mean)


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 784, 128, 128, 128, 128, 128, 10, activation=nn.Sigmoid),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.008),
    schedule=partial(CosineAnnealingLR, T_max=8),  # steadies the last steps
    epochs=8,
)


def with_layers(layers):
    return replace(broken, model=partial(mlp, 784, *layers * [128], 10, activation=nn.Sigmoid))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities=Severities("sigmoid layers", at=with_layers, doses=(1, 2, 3, 4, 5), plain=5),
    touches={"model"},
    hints=(
        "After one backward pass, print the norm of the gradient of each layer's weights. How do they compare?",
        "What is the largest slope of a sigmoid? How many of them lie between the loss and the first layer?",
        "What must each layer do to the size of a gradient, if the first is to get as much of it as the last?",
    ),
    also_accepted={
        "initialization": "Weights drawn larger pass more of the gradient through the same sigmoids.",
        "degraded_depth": "Too many layers in a row for this activation; fewer would learn.",
    },
)
