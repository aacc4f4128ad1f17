"""The loss swings in long, regular waves.

Within some ten steps the loss falls from its start to nearly zero, and in the ten after that it climbs back nearly to
where it was. So it goes on, wave after wave, each a little lower than the last. The run ends somewhere on a wave, with
an R² of 0 on all three parts of the data.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Severities, Symptom
from trainwreck.tasks import readings


def model():
    return nn.Sequential(nn.Linear(8, 1), nn.Flatten(0))


broken = Recipe(
    model=model,
    loss=nn.MSELoss(),
    optimizer=partial(SGD, lr=0.01, momentum=0.99),
    epochs=5,
)


def with_momentum(momentum):
    return replace(broken, optimizer=partial(SGD, lr=0.01, momentum=momentum))


scenario = Scenario(
    task=readings(),
    broken=broken,
    symptom=Symptom.OSCILLATES,
    severities=Severities("momentum", at=with_momentum, doses=(0.9, 0.95, 0.98, 0.99, 0.995), plain=0.99),
    touches={"optimizer"},
    hints=(
        "At step 11 the loss is nearly zero. Why does the model not stay there?",
        "At the bottom of the valley the gradient is zero. What else is there that moves the weights?",
        "With what weight does an old gradient still count 50 steps later? And how long is one wave?",
    ),
    also_accepted={
        "too_few_epochs": "The swings die out in the end: with many more epochs the run comes to rest.",
    },
)
