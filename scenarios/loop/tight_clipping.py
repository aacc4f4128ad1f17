"""The loss is flat, although the gradients are of ordinary size.

The loss starts at 2.28 to 2.33, and 108 steps later it is still there. The score is 0.03 to 0.23, as before the
training. The gradients are neither zero nor NaN: after each backward pass their norm is between 0.7 and 1.3, much as
in a run that learns, and the learning rate is an ordinary one.
"""

from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Symptom, mlp
from trainwreck.tasks import digits


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    value = loss(model(inputs), targets)
    value.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm=1e-4)
    optimizer.step()
    return value


broken = Recipe(
    model=partial(mlp, 784, 128, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.05, momentum=0.9),
    step=step,
    epochs=9,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.STALLS,
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
