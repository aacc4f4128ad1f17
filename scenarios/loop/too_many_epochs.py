"""The training loss keeps falling, the validation loss rises.

The training loss falls all the way, from 0.70 to 0.12, and in the end nearly every one of the 960 training rows is
right. On rows that the network has not seen its accuracy is 0.66 to 0.78. The validation loss tells a different story:
it is lowest after one to four of the twenty epochs, and nearly twice as high at the end.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Severities, Symptom, batches, mlp
from trainwreck.tasks import careless_labels

broken = Recipe(
    loader=partial(batches, batch_size=128),
    model=partial(mlp, 40, 128, 128, 2),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.0015),
    epochs=30,
)


def of_length(epochs):
    return replace(broken, epochs=epochs)


scenario = Scenario(
    task=careless_labels(),
    broken=broken,
    symptom=Symptom.OVERFITS,
    severities=Severities("epochs", at=of_length, doses=(4, 8, 15, 30, 60), plain=30),
    touches={"stop"},
    hints=(
        "Draw the training loss and the validation loss into one plot. Where do they part?",
        "What would the score have been, had the run ended at that point?",
        "A training score of 1.0 on labels of which some are wrong: what must have been learned?",
    ),
    also_accepted={
        "too_large_model": "A network with few weights could not have learned the rows by heart.",
        "label_noise": "Without the wrong labels the later epochs would do much less harm.",
    },
)
