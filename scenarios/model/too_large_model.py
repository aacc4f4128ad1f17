"""Every training row right, one new row in five wrong.

Five classes, 900 training rows. The loss goes from 1.6 to between 0.10 and 0.17, smoothly and without a pause.
Accuracy on the training rows arrives at 0.98 or 0.99; on new rows it ends at 0.72 to 0.83, below that of a plain
logistic regression on the same rows.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from harness.data.tabular import mislabelled
from harness.models import mlp
from harness.recipe import Recipe
from harness.scenario import Scenario
from harness.symptoms import Symptom

broken = Recipe(
    model=partial(mlp, 30, 128, 128, 5),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.003),
    epochs=20,
)

scenario = Scenario(
    task=mislabelled(goal=0.88, wrong=0.25),
    broken=broken,
    symptom=Symptom.OVERFITS,
    touches={"model", "optimizer", "stop"},
    hints=(
        "How many numbers does the network hold, and how many rows are there to determine them?",
        "Plot the losses on the training and the validation rows together. Where do they part, and what came after?",
        "Shuffle the training labels and train again. Does the network still reach 1.00? What does that say?",
    ),
    accepts={
        "label_noise": "a quarter of the labels is wrong, and it is those that the network learns by heart",
        "too_many_epochs": "stopped after a few epochs, the same network scores well",
        "data": "more rows, or cleaner labels, would help as much as a smaller network",
    },
)
