"""The loss is flat, and the same at any learning rate.

The loss is 2.29 to 2.34 at the first step and at the last, and the accuracy stays near chance, like that of an
untrained network. Ten times the learning rate gives the same curve to the last decimal. No error is raised, and every
batch has a gradient if one looks right after the backward pass.
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
    optimizer.zero_grad()
    optimizer.step()
    return value


broken = Recipe(
    model=partial(mlp, 784, 128, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.05, momentum=0.9),
    step=step,
    epochs=14,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.STALLS,
    severities="Gradients are cleared before they are used or after.",
    touches={"step"},
    hints=(
        "Compare the weights before and after a step. By how much do they differ?",
        "The gradient exists right after `backward()`. Does it still exist when the optimizer needs it?",
        "Read the five lines of the step in order. Which line uses what the line before it has just thrown away?",
    ),
    also_accepted={"optimizer": "What can be measured is an optimizer step that changes nothing."},
)
