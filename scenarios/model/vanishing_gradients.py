"""Six hidden layers at chance, where one layer reaches 0.91.

With one hidden layer this network reaches an accuracy of 0.91 after five epochs, with two 0.80, with three 0.52. This
is the one with six. Its loss ends at 2.3, which is what guessing among ten classes costs. Its accuracy is 0.08 to
0.19, and it has one, two or three answers for all the images. Training and validation scores are equally low.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Severities, Symptom, batches, hold_out, mlp, preprocess
from trainwreck.tasks import digits


def prepare(raw):
    train, validation = hold_out(raw)
    mean = train.inputs.mean(dim=0)
    return preprocess(train, validation, lambda images: images - mean)


broken = Recipe(
    prepare=prepare,
    loader=partial(batches, batch_size=96),
    model=partial(mlp, 784, 80, 80, 80, 80, 80, 80, 10, activation=nn.Sigmoid),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.005),
    schedule=partial(CosineAnnealingLR, T_max=5),
    epochs=5,
)


def with_layers(layers):
    return replace(broken, model=partial(mlp, 784, *layers * [80], 10, activation=nn.Sigmoid))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.STALLS,
    severities=Severities("sigmoid layers", at=with_layers, doses=(1, 2, 3, 4, 6), plain=6),
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
