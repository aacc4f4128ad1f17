"""The loss is flat, although the gradients are of ordinary size.

The loss starts at 2.31, and 120 steps later it is at 2.1. The score is 0.43 to 0.75. The gradients are neither zero nor
NaN: after each backward pass their norm is much as in a run that learns, and the learning rate is an ordinary one.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Severities, Symptom, mlp
from trainwreck.tasks import digits


def step(model, loss, optimizer, inputs, targets, max_norm=0.01):
    model.train()
    optimizer.zero_grad()
    value = loss(model(inputs), targets)
    value.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return value


broken = Recipe(
    model=partial(mlp, 784, 128, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.05, momentum=0.9),
    step=step,
    epochs=12,
)


def clipped_at(norm):
    return replace(broken, step=partial(step, max_norm=norm))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.SLOW,
    severities=Severities(
        "largest norm of the gradient", at=clipped_at, doses=(0.1, 0.03, 0.01, 0.001, 0.0001), plain=0.01
    ),
    touches={"step"},
    hints=(
        "How long is one update, measured against the weights it is added to?",
        "Print the norm of the gradient twice: after the backward pass, and just before the optimizer's step.",
        "A limit is meant for the rare batch. How many of your batches does this one change, and how much?",
    ),
    also_accepted={
        "low_learning_rate": "With SGD the product of rate and gradient counts, and it is too small by as much."
    },
)
