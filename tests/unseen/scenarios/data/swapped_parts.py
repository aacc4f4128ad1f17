"""Right about every training image, and too often wrong about the others.

The training score is 1.00 after a few epochs. The validation score is far lower, and so is the score on new images.
There are hundreds of images, and the network is a small one.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Prepared, Recipe, Scenario, Symptom, hold_out, mlp
from trainwreck.tasks import digits


def prepare(raw):
    validation, train = hold_out(raw, fraction=0.04)
    return Prepared(train=train, validation=validation)


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 784, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.005),
    epochs=20,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.OVERFITS,
    severities="The parts are swapped or they are not.",
    touches={"prepare"},
    hints=(
        "How many images does an epoch go through?",
        "What does `hold_out` return first, and what second?",
    ),
    also_accepted={"tiny_dataset": "There are hardly any images to learn from."},
)
