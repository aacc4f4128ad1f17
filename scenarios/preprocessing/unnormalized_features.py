"""The loss is astronomical after a single update.

A network is to tell the ill from the well by thirty blood values. The loss starts at some tens. One update later it
stands in the hundred thousands, another one later in the tens of millions, and within the first few epochs it is no
longer a finite number. With a far lower rate it stays finite, but the answers are no better than a coin's.
"""

from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Prepared, Recipe, Scenario, Symptom, hold_out, mlp
from trainwreck.tasks import blood_values


def prepare(raw):
    train, validation = hold_out(raw)
    return Prepared(train=train, validation=validation)


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 30, 32, 2, activation=nn.LeakyReLU),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.1, momentum=0.9),
    epochs=8,
)

scenario = Scenario(
    task=blood_values(),
    broken=broken,
    symptom=Symptom.DIVERGES,
    severities="Columns are scaled or they are not.",
    touches={"prepare"},
    hints=(
        "The loss is astronomical after a single update. What does the size of an update depend on, besides the rate?",
        "Print `inputs.mean(dim=0)` and `inputs.std(dim=0)`. How do the 30 columns compare?",
        "The gradient of a first-layer weight is proportional to the column it multiplies. How large is the step of a "
        "weight whose column is around 900, and that of one whose column is around 0.004?",
    ),
)
