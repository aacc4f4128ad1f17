"""Four hidden layers fail, where one reaches nine in ten.

The network has hidden layers of sigmoids. With one, it gets nine digits in ten right after eight epochs. This one has
four. Its loss lies at 2.3, which is what guessing among ten classes costs, for two epochs and more before it sinks. It
ends with about half of the digits right, on training images as on new ones, and hardly ever names some of them.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Severities, Symptom, hold_out, mlp, preprocess
from trainwreck.tasks import digits


def prepare(raw):
    train, validation = hold_out(raw)
    mean = train.inputs.mean(dim=0)
    return preprocess(train, validation, lambda images: images - mean)


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 784, 80, 80, 80, 80, 10, activation=nn.Sigmoid),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.003),
    epochs=8,
)


def with_layers(layers):
    return replace(broken, model=partial(mlp, 784, *layers * [80], 10, activation=nn.Sigmoid))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.SLOW,
    severities=Severities("sigmoid layers", at=with_layers, doses=(1, 2, 3, 4, 6), plain=4),
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
