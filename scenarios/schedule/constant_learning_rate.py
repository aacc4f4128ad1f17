"""The loss falls quickly, then trembles at a level that is too high.

The model is linear and has 400 columns. In the first two epochs the loss falls to a quarter, and there it stays for two
more, trembling. R² ends well below that of a closed-form linear regression, the same model, and is hardly higher on the
training rows. More epochs do not bring it nearer. Smaller rates were tried: they tremble less, and are not there yet
when the four epochs are over.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Severities, Symptom, batches
from trainwreck.tasks import many_influences


def model():
    return nn.Sequential(nn.Linear(400, 1), nn.Flatten(0))


broken = Recipe(
    loader=partial(batches, batch_size=128),
    model=model,
    loss=nn.MSELoss(),
    optimizer=partial(SGD, lr=0.55),
    epochs=4,
)


def with_rate(rate):
    return replace(broken, optimizer=partial(SGD, lr=rate))


scenario = Scenario(
    task=many_influences(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities=Severities("learning rate", at=with_rate, doses=(0.25, 0.35, 0.45, 0.55, 0.6), plain=0.55),
    touches={"schedule"},
    hints=(
        "A linear regression has one minimum, and this loss is above it. What keeps the weights from going there?",
        "Plot one weight over the last two epochs. Does it rest?",
        "Each gradient comes from 128 rows. At the minimum, what is its mean, and is it zero for one batch?",
        "Start at the weights where the run ended, and take a hundred steps at a tenth of the rate. What happens?",
    ),
    also_accepted={
        "high_learning_rate": "A smaller rate from the start lowers the floor too, and would need many more steps.",
        "optimizer": "The rate that is never lowered is an argument of the optimizer.",
    },
)
