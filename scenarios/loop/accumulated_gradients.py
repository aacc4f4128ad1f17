"""Accumulated gradients."""
from functools import partial

from torch import nn
from torch.optim import SGD

from harness.data.images import digits
from harness.models import mlp
from harness.recipe import Recipe
from harness.scenario import Scenario
from harness.symptoms import Symptom


def step(model, loss, optimizer, inputs, targets):
    model.train()
    value = loss(model(inputs), targets)
    value.backward()
    optimizer.step()
    return value


broken = Recipe(
    model=partial(mlp, 784, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.05, momentum=0.9),
    step=step,
    epochs=12,
)

scenario = Scenario(
    task=digits(goal=0.85),
    broken=broken,
    symptom=Symptom.DIVERGES,
    touches={"step"},
    hints=("", ""),
)
