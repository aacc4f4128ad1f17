"""The validation loss turns upward after a few steps.

There are 64 grainy images to learn from. After six to eight steps the validation loss is at its lowest, 1.6 to 2.0.
From there it rises to 4, 6 or 10, while the training loss goes to 0.0000. In the end the network gets every training
image right and two thirds of the others wrong, and is nearly as sure of its wrong answers as of its right ones. Judged
as probabilities, its answers are worth less than a probability of one tenth for every class.
"""

from dataclasses import replace
from functools import partial

import torch.nn.functional as F
from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Severities, Symptom, batches, hold_out, mlp, preprocess
from trainwreck.tasks import few_digits


def prepare(raw, images=64):
    validation, train = hold_out(raw, fraction=images / len(raw), stratify=True)
    return preprocess(train, validation, partial(F.avg_pool2d, kernel_size=2))  # half the resolution


broken = Recipe(
    prepare=prepare,
    loader=partial(batches, batch_size=32),
    model=partial(mlp, 196, 128, 128, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.01),
    epochs=14,
)


def with_images(images):
    return replace(broken, prepare=partial(prepare, images=images))


scenario = Scenario(
    task=few_digits(grain=1.15),
    broken=broken,
    symptom=Symptom.DEPARTS,
    severities=Severities("training images", at=with_images, doses=(512, 256, 128, 64, 32), plain=64),
    touches={"step", "optimizer", "stop"},
    hints=(
        "Compare the training and the validation loss of every epoch. When do they part?",
        "How many weights are there for each training image?",
        "What would the network have to be shown, so that it could not learn the 64 images by heart?",
        "What else could keep it from being so sure: its weights, or the moment at which you stop?",
    ),
    also_accepted={
        "too_large_model": "It has more than 40,000 weights for 64 images.",
        "too_many_epochs": "The best epoch is among the first ones; the later ones only do harm.",
    },
)
