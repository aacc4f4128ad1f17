"""The training loss is close to zero, the training accuracy is poor.

The loss drops to a hundredth within the first epoch and goes on falling. That ought to be a triumph, yet the score is
0.29 to 0.54, on the training images as on new ones. Some of the ten digits are never predicted at all, and which ones
depends on the run. All classes are about equally frequent among the 480 training images.
"""

from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Prepared, Recipe, Scenario, Symptom, batches, hold_out, mlp
from trainwreck.tasks import digits


class Batches:
    """As many batches of eight images as an epoch has."""

    def __init__(self, split):
        self.loader = batches(split, batch_size=8, shuffle=False)

    def __iter__(self):
        for _ in range(len(self.loader)):
            yield next(iter(self.loader))


def prepare(raw):
    train, validation = hold_out(raw, fraction=0.5)
    return Prepared(train=train, validation=validation)


broken = Recipe(
    prepare=prepare,
    loader=Batches,
    model=partial(mlp, 784, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.02, momentum=0.9),
    schedule=partial(CosineAnnealingLR, T_max=300),  # all steps
    schedule_per="batch",
    epochs=5,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.BIASED,
    severities="An epoch goes on to the next batch or it does not.",
    touches={"loader"},
    hints=(
        "A tiny loss and a poor training score: on which images is each of them measured?",
        "Print the labels of the first five batches.",
        "`iter(loader)` begins an epoch. How often is it called here?",
    ),
    also_accepted={
        "data": "Nearly all images are held back from the network, as if there were only eight.",
        "tiny_dataset": "The network has in effect been trained on eight images.",
    },
)
