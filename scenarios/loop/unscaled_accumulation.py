"""The loss climbs far above its start in ten updates and never recovers.

A batch of 64 does not fit into memory, so it is fed in sixteen pieces of four images, and one update is made for all of
them. Within ten updates the loss is many times what it was before the first, and there it stays, leaping up and down.
Guessing would score as much. The same settings learn well on a machine with more memory, where the batch is not cut up.
"""

from dataclasses import replace
from functools import partial

import torch
from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Severities, Symptom, mlp
from trainwreck.tasks import digits


def step(model, loss, optimizer, inputs, targets, size=4):
    model.train()
    optimizer.zero_grad()
    values = []
    for images, labels in zip(inputs.split(size), targets.split(size), strict=True):
        value = loss(model(images), labels)
        value.backward()
        values.append(value.detach())
    optimizer.step()
    return torch.stack(values).mean()


broken = Recipe(
    model=partial(mlp, 784, 64, 10, activation=nn.Tanh),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.1, momentum=0.9),
    step=step,
    epochs=8,
)


def in_parts_of(size):
    return replace(broken, step=partial(step, size=size))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.DIVERGES,
    severities=Severities(
        "images in each of the batches that are added up", at=in_parts_of, doses=(32, 16, 8, 4, 2), plain=4
    ),
    touches={"step"},
    hints=(
        "What is the gradient of a batch that is not cut up: a sum over its images, or a mean?",
        "Compute the gradient of one batch in one piece and in sixteen pieces. By what factor do their norms differ?",
        "`CrossEntropyLoss` takes the mean over the images that it is given. Over how many is it given here?",
    ),
    also_accepted={
        "high_learning_rate": "To the weights it is the same as a rate sixteen times higher.",
        "summed_loss": "A sum stands where the learning rate expects a mean.",
    },
)
