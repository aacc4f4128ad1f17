"""Learned by heart, and no use elsewhere.

The contrast of the images is doubled before training. The network then learns the training images perfectly, down
to a loss of 0.03, and names 74 to 80 of a hundred others. Without the step that was to help it would name 93 to 97.
On MNIST it is worse: about 20 in a hundred.
"""

from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Symptom, hold_out, mlp, preprocess
from trainwreck.tasks import byte_digits


def enhance(pixels):  # uint8 (n, 1, 28, 28)
    contrast = (pixels - 128) * 2 + 128
    return contrast.clamp(0, 255).float() / 127.5 - 1


def prepare(raw):
    train, validation = hold_out(raw, fraction=1 / 3)
    return preprocess(train, validation, enhance)


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 784, 96, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.003),
    schedule=partial(CosineAnnealingLR, T_max=10),
    epochs=10,
)

scenario = Scenario(
    task=byte_digits(goal=0.885, available=900, held_back=897),
    broken=broken,
    symptom=Symptom.OVERFITS,
    touches={"prepare"},
    hints=(
        "The training images are learned perfectly. Are the test images hard, or is there little in any of "
        "them to be learned?",
        "Show an image before and after the enhancement. What has become of the brightest pixels?",
        "Work out `(pixels - 128) * 2 + 128` by hand for a pixel of 200. What does Python give, and what does PyTorch?",
        "Which values can a uint8 hold, and what happens to the others?",
    ),
    also_accepted={
        "preprocessing": "The wrong numbers arise in the preprocessing; arithmetic on bytes is how.",
    },
)
