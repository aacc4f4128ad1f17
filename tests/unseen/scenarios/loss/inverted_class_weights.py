"""Of the rare class, nothing is found at all.

Nine rows in ten are of class 0, and the loss has class weights for that reason. Still every row, or nearly every one,
is called a row of class 0. The loss is low, lower than without the weights.
"""

from functools import partial

import torch
from torch import nn
from torch.optim import SGD

from trainwreck import Prepared, Recipe, Scenario, Symptom, batches, hold_out
from trainwreck.tasks import rare_class


def prepare(raw):
    train, validation = hold_out(raw, stratify=True)
    return Prepared(train=train, validation=validation)


broken = Recipe(
    prepare=prepare,
    loader=partial(batches, batch_size=512),
    model=partial(nn.Linear, 8, 2),
    loss=nn.CrossEntropyLoss(weight=torch.tensor([0.9, 0.1])),
    optimizer=partial(SGD, lr=0.5),
    epochs=16,
)

scenario = Scenario(
    task=rare_class(share=0.1),
    broken=broken,
    symptom=Symptom.BIASED,
    severities="The weights are shares or their inverses.",
    touches={"loss"},
    hints=(
        "Count the predictions of each class.",
        "What does a mistake at a row of class 1 cost, and what one at a row of class 0?",
    ),
    also_accepted={"class_imbalance": "Without any weights the rare class is found too rarely as well."},
)
