"""The loss leaps up nine times within one epoch.

The network sees the images once, eight at a time. In this one epoch the loss falls nearly to zero ten times, and nine
times it leaps back up, usually to twice what it was at the start. In the end the classifier takes every image, or all
but a few, for a nine.
"""

from functools import partial

import torch
from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import LinearLR

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
    loader=partial(batches, batch_size=8, shuffle=False),
    model=partial(mlp, 784, 256, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.08),
    schedule=partial(LinearLR, start_factor=1.0, end_factor=0.05, total_iters=150),
    schedule_per="batch",
    epochs=2,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.BIASED,
    severities="Rows are shuffled or they are not.",
    touches={"loader"},
    hints=(
        "The loss leaps up at about step 12, 24, 36 and so on. What happens to the images at those steps?",
        "Print `targets` in each of the first 30 batches. What would you have expected to see?",
        "What is the quickest way to lower the loss on a batch that holds one class only?",
    ),
)
