"""Every recording at hand is named rightly, and of the new ones about one in five is not.

A network is to hear which of four pumps is running. There are 150 recordings to learn from and 50 for validation. On
those it has learned, the network makes no mistake from about the tenth epoch on. On the validation part and on new
recordings about four answers in five are right, and more epochs change nothing about it. A person who looks at the
curves sees at a glance which pump it is.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Severities, Symptom, batches, mlp
from trainwreck.tasks import hums

broken = Recipe(
    loader=partial(batches, batch_size=32),
    model=partial(mlp, 32, 64, 4),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.01),
    epochs=60,
)

scenario = Scenario(
    task=hums(recordings=200),
    broken=broken,
    symptom=Symptom.OVERFITS,
    severities=Severities("recordings", at=hums, doses=(1600, 800, 400, 200, 100), plain=200),
    touches={"step", "model"},
    hints=(
        "Train on half of the recordings. Do new ones suffer? What would twice as many be worth?",
        "Plot three recordings of the same pump on top of each other. What do they share, and what differs?",
        "A recording can start at any moment of a turn. Can the network know that, from 150 of them?",
    ),
    also_accepted={
        "too_large_model": "The network has more than 2,000 weights for 150 recordings, and learns them by heart.",
    },
)
