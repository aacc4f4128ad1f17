"""The contrast was raised, and the accuracy on new images fell.

The contrast of the images is doubled before training. The network then learns the training images perfectly, and gets
about one new image in four wrong. Without the step that was meant to help it would be one in twenty. On MNIST it is
worse: four of five are wrong.
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
    train, validation = hold_out(raw)
    return preprocess(train, validation, enhance)


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 784, 128, 10, dropout=0.3),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.003),
    schedule=partial(CosineAnnealingLR, T_max=16),  # a calm end
    epochs=16,
)

scenario = Scenario(
    task=byte_digits(),
    broken=broken,
    symptom=Symptom.OVERFITS,
    severities="Bytes are converted before the arithmetic or after it.",
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
