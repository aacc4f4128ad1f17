"""The loss leaps up again and again, and most digits are hardly ever named.

The network sees the images seven times, sixteen at a time. At first the loss falls every few steps, nearly to zero, and
as often leaps back, to more than twice what it was at the start; later it stays where it began. In the end only about
one answer in ten is right, on the training images as well: the classifier takes nearly every image for the same digit,
another one on each seed.
"""

from functools import partial

import torch
from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Symptom, batches, mlp, preprocess
from trainwreck.tasks import digits


def normalise(images):
    return (images - 0.1307) / 0.3081


def prepare(raw):
    by_class = raw.take(raw.targets.argsort())  # so that every fourth image is a quarter of each class
    held_out = torch.arange(len(by_class)) % 4 == 0
    return preprocess(by_class.take(~held_out), by_class.take(held_out), normalise)


broken = Recipe(
    prepare=prepare,
    loader=partial(batches, batch_size=16, shuffle=False),
    model=partial(mlp, 784, 128, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.01, momentum=0.9),
    epochs=7,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities="Rows are shuffled or they are not.",
    touches={"loader"},
    hints=(
        "In the first epoch the loss leaps up at about step 4, 7, 11 and so on. What happens to the images there?",
        "Print `targets` in each of the first 30 batches. What would you have expected to see?",
        "What is the quickest way to lower the loss on a batch that holds one class only?",
    ),
)
