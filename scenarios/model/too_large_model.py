"""Nearly every training row right, one new row in four wrong.

There are five classes and 765 training rows. The loss goes from 1.6 to between 0.04 and 0.13, without a pause. The
accuracy on the training rows reaches 0.99 to 1.00; on new rows it ends at 0.72 to 0.82, below that of a plain logistic
regression on the same rows.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Severities, Symptom, batches, mlp
from trainwreck.tasks import mislabelled

broken = Recipe(
    loader=partial(batches, batch_size=192),
    model=partial(mlp, 30, 128, 128, 5),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.008),
    epochs=16,
)


def with_width(width):
    return replace(broken, model=partial(mlp, 30, width, width, 5))


scenario = Scenario(
    task=mislabelled(goal=0.86, available=1020, held_back=1500, wrong=0.25),
    broken=broken,
    symptom=Symptom.OVERFITS,
    severities=Severities("units a layer", at=with_width, doses=(8, 16, 32, 64, 128), plain=128),
    touches={"model", "optimizer", "stop"},
    hints=(
        "How many numbers does the network hold, and how many rows are there to determine them?",
        "Plot the losses on the training and the validation rows together. Where do they part, and what came after?",
        "Shuffle the training labels and train again. Are they learned as well? What does that say?",
    ),
    also_accepted={
        "label_noise": "A quarter of the labels is wrong, and it is those that the network learns by heart.",
        "too_many_epochs": "Stopped after a few epochs, the same network scores well.",
        "data": "More rows, or cleaner labels, would help as much as a smaller network.",
    },
)
