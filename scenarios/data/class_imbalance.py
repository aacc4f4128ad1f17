"""Accuracy well above nine in ten, balanced accuracy of about 0.7.

The loss falls within a few epochs and stays there. More than nine answers in ten are right, on the training part, the
validation part and the held-back rows alike. But one row in ten is of class 1, and of those the model finds about half,
or fewer. More epochs do not change it.
"""

from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Prepared, Recipe, Scenario, Severities, Symptom, batches, hold_out
from trainwreck.tasks import rare_class


def prepare(raw):
    train, validation = hold_out(raw, stratify=True)
    return Prepared(train=train, validation=validation)


broken = Recipe(
    prepare=prepare,
    loader=partial(batches, batch_size=512),
    model=partial(nn.Linear, 8, 2),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.5),
    epochs=16,
)


scenario = Scenario(
    task=rare_class(share=0.1),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities=Severities("share of the rare class", at=rare_class, doses=(0.4, 0.2, 0.1, 0.05, 0.02), plain=0.1),
    touches={"prepare", "loader", "loss"},
    hints=(
        "What plain accuracy would a model reach that never looks at the columns?",
        "Count the predictions of each class and the rows of each class. Which numbers do not match?",
        "The loss is a mean over 512 rows. How many of them are of class 1, and what does it cost to give some up?",
    ),
)
