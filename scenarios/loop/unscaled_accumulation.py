"""A large batch in small pieces.

A batch of 128 does not fit into memory, so it is fed in 32 pieces of four images, and one update is made for all of
them. At the first updates the loss leaps to 100 and more. Then it comes to rest at 2.3 to 2.5 and stays there, and
the score at 0.08 to 0.15. The same settings learn well on a machine with more memory, where the batch is not cut up.
"""

from functools import partial

import torch
from torch import nn
from torch.optim import SGD

from harness.data.images import digits
from harness.models import mlp
from harness.recipe import Recipe
from harness.scenario import Scenario
from harness.split import batches
from harness.symptoms import Symptom


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    values = []
    for images, labels in zip(inputs.split(4), targets.split(4), strict=True):
        value = loss(model(images), labels)
        value.backward()
        values.append(value.detach())
    optimizer.step()
    return torch.stack(values).mean()


broken = Recipe(
    batches=partial(batches, batch_size=128),
    model=partial(mlp, 784, 128, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.07, momentum=0.9),
    step=step,
    epochs=10,
)

scenario = Scenario(
    task=digits(goal=0.895, available=1024, held_back=773),
    broken=broken,
    symptom=Symptom.STALLS,
    touches={"step"},
    hints=(
        "What is the gradient of a batch that is not cut up: a sum over its images, or a mean?",
        "Compute the gradient of one batch in one piece and in 32 pieces. By what factor do their norms differ?",
        "`CrossEntropyLoss` takes the mean over the images that it is given. Over how many is it given here?",
    ),
    accepts={
        "high_learning_rate": "To the weights it is the same as a rate 32 times higher.",
        "summed_loss": "A sum stands where the learning rate expects a mean.",
    },
)
