"""Nearly perfect on validation, little better than a coin in use.

Within eight epochs the loss is at 0.02 or less, and the validation accuracy at 0.98 to 1.00. Training and validation
scores rise side by side. For patients who are admitted later, the accuracy of the same network is 0.47 to 0.66; of
those who will fall ill it finds one in four at best.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Prepared, Recipe, Scenario, Symptom, hold_out, mlp
from trainwreck.tasks import recorded_later


def prepare(raw):
    # Columns 0 to 9: measurements at admission. Column 10: number of follow-up visits.
    train, validation = hold_out(raw)
    return Prepared(train=train, validation=validation)


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 11, 16, 2),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.01),
    epochs=8,
)

scenario = Scenario(
    task=recorded_later(),
    broken=broken,
    symptom=Symptom.MISLEADS,
    severities="A column is known when the prediction is made, or it is not.",
    touches={"prepare", "model"},
    hints=(
        "With the ten noisy measurements alone, no model gets beyond an accuracy of 0.88. How can this one?",
        "Train on one column at a time. Which column can do it alone?",
        "Compare each column's mean in the training data with its mean in the data that the deployed model sees.",
        "For each column, ask when it is written down. Is it known at the moment when the prediction is needed?",
    ),
)
