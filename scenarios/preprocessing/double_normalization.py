"""The same answer for every image, with outputs that hardly differ.

The loss is 2.3 at the first step and 2.3 at the last. The network gives one and the same answer to all images, and its
outputs for different images are the same but for a few ten-thousandths. Other initial weights change nothing.
"""

from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Symptom, hold_out, mlp, preprocess
from trainwreck.tasks import byte_digits


def to_tensor(pixels):  # uint8 (n, 1, 28, 28)
    return pixels.float() / 255


def normalise(pixels):
    return to_tensor(pixels) / 255


def prepare(raw):
    train, validation = hold_out(raw)
    return preprocess(train, validation, normalise)


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 784, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.1, momentum=0.9),
    schedule=partial(CosineAnnealingLR, T_max=12),  # a calm end
    epochs=12,
)

scenario = Scenario(
    task=byte_digits(),
    broken=broken,
    symptom=Symptom.STALLS,
    severities="Pixels are scaled once or twice.",
    touches={"prepare"},
    hints=(
        "The outputs hardly depend on the image. What can make all images look alike to the network?",
        "Show a batch on the screen, just as it enters the network, with a fixed range from 0 to 1. What do you see?",
        "Follow one pixel of value 255 from the file to the first layer. What is it after each function?",
    ),
    also_accepted={
        "low_learning_rate": (
            "With inputs this small the steps are too small to matter; only a far larger rate could make up for it."
        ),
    },
)
