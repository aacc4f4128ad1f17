"""No pixel gets a probability below one half.

A small network is to say for each pixel of a grainy image how probable it is that there is ink. The loss falls at
first, and then lies nearly flat, far from zero. Ink gets a high probability, as it should. Bare paper gets a little
more than 0.5, and no pixel gets less. The probabilities explain a small part of the variance of the mask, on training
images as on new ones.
"""

from functools import partial

import torch
from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Symptom, batches
from trainwreck.tasks import inked_pixels


def block(before, after):
    return [nn.Conv2d(before, after, kernel_size=5, padding=2), nn.BatchNorm2d(after), nn.ReLU()]


def segmenter():
    return nn.Sequential(*block(1, 8), *block(8, 1))


@torch.no_grad()
def probabilities(model, images):
    model.eval()
    return model(images).sigmoid()


broken = Recipe(
    loader=partial(batches, batch_size=48),
    model=segmenter,
    loss=nn.BCEWithLogitsLoss(),
    optimizer=partial(Adam, lr=0.02),
    predict=probabilities,
    epochs=8,
)

scenario = Scenario(
    task=inked_pixels(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities="The last activation is there or it is not.",
    touches={"model", "loss", "predict"},
    hints=(
        "Sort the predicted probabilities. What is the smallest of them, and how often does it occur?",
        "Which numbers can the network's last layer return, and what does the loss take its inputs to be?",
        "What number would have to enter a sigmoid for a probability of 0.1 to come out?",
    ),
    also_accepted={"dying_relu": "The pixels of bare paper end at a ReLU that returns 0 and passes no gradient."},
)
