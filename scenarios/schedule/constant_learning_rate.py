"""The loss falls quickly, then trembles at a level that is too high.

The model is linear and has 400 columns. In the first half epoch the loss falls by more than half, and there it stays
for three and a half more, trembling. R² ends well below that of a closed-form linear regression, the same model, and is
hardly higher on the training rows. More epochs do not bring it nearer.
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
    optimizer=partial(SGD, lr=0.13),
    epochs=4,
)


def with_rate(rate):
    return replace(broken, optimizer=partial(SGD, lr=rate))


scenario = Scenario(
    task=many_influences(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities=Severities("learning rate", at=with_rate, doses=(0.02, 0.05, 0.09, 0.13, 0.15), plain=0.13),
    touches={"schedule"},
    hints=(
        "A linear regression has one minimum, and this loss is above it. What keeps the weights from going there?",
        "Plot one weight over the last two epochs. Does it rest?",
        "Each gradient comes from 128 rows. At the minimum, what is its mean, and is it zero for one batch?",
        "Start at the weights where the run ended, and take a hundred steps at a tenth of the rate. What happens?",
    ),
    also_accepted={
        "high_learning_rate": "A smaller rate from the start would lower the floor too, at the price of more steps.",
        "optimizer": "The rate that is never lowered is an argument of the optimizer.",
    },
)
