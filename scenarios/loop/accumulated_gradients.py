"""The loss falls, turns round and climbs past its start.

The loss falls for the first dozen steps, much as it should. Then it turns round, and two or three steps later it is
past its starting value of 2.3. After a first wave it comes down, and climbs again to between 20 and 35. A lower
learning rate only delays the turn. In the end the accuracy is near 0.1.
"""

from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Symptom, mlp
from trainwreck.tasks import digits


def step(model, loss, optimizer, inputs, targets):
    model.train()
    value = loss(model(inputs), targets)
    value.backward()
    optimizer.step()
    return value


broken = Recipe(
    model=partial(mlp, 784, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.025, momentum=0.9),
    step=step,
    epochs=16,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.DIVERGES,
    severities="Gradients are cleared before a step or they are not.",
    touches={"step"},
    hints=(
        "The first ten steps are fine. What does a later step carry with it that the first one could not?",
        "Print the norm of the first layer's gradient after each backward pass. Does it look like that of one batch?",
        "What does `backward()` do with a gradient that is already stored in `parameter.grad`?",
    ),
)
