"""A smooth but slow fall, the same at any momentum.

The loss falls smoothly throughout, and is still falling when the run ends. By then the model explains some seven tenths
of the variance on all three parts of the data, where a linear regression explains nearly all of it. With a momentum of
`0.5` or `0.99` in place of 0.9 the curve stays the same, to the last digit.
"""

from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Symptom
from trainwreck.tasks import readings


def model():
    return nn.Sequential(nn.Linear(8, 1), nn.Flatten(0))


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer = SGD(model.parameters(), lr=0.01, momentum=0.9)
    optimizer.zero_grad()
    value = loss(model(inputs), targets)
    value.backward()
    optimizer.step()
    return value


broken = Recipe(
    model=model,
    loss=nn.MSELoss(),
    optimizer=partial(SGD, lr=0.01, momentum=0.9),
    step=step,
    epochs=7,
)

scenario = Scenario(
    task=readings(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities="The optimizer is kept or made anew.",
    touches={"step"},
    hints=(
        "The momentum seems to have no influence at all. What does momentum do in the first step of a run?",
        "What does an optimizer have to remember from one step to the next, and where does it keep it?",
        "Print `len(optimizer.state)` just before each `optimizer.step()`. How many steps has this optimizer seen?",
    ),
)
