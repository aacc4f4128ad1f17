"""The loss is astronomical after a single update.

The loss starts at 4 to 60, as a rule. One update later it stands at 40 thousand to 450 thousand, and after 21 to 41
steps it is no longer a finite number. With a hundredth of the rate it stays finite, but the accuracy on the tumours is
0.18 to 0.64, where always answering with the more frequent kind would give about 0.63.
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
