"""Every training row right, one new row in four wrong.

The loss goes from 0.70 to below 0.1, smoothly and without a pause. Accuracy on the 750 training rows arrives at 1.00;
on new rows it ends at 0.71 to 0.82, where a logistic regression on the same rows reaches 0.93. The validation loss
turns upward after a handful of epochs, while the training loss goes on falling.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from harness.data.tabular import mislabelled_clouds
from harness.models import mlp
from harness.recipe import Recipe
from harness.scenario import Scenario
from harness.symptoms import Symptom

broken = Recipe(
    model=partial(mlp, 20, 128, 128, 2),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.003),
    epochs=20,
)

scenario = Scenario(
    task=mislabelled_clouds(goal=0.86),
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
