"""The training loss keeps falling, the validation loss rises.

A linear model learns from 450 spectra how nourishing a sample of food is. The training loss falls all the way, and R²
on the training part ends above 0.9. On samples that the model has not seen it is far lower. The validation loss tells a
different story: it is lowest after a few of the two hundred epochs, and far higher at the end.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Severities, Symptom, batches
from trainwreck.tasks import spectra


def model():
    return nn.Sequential(nn.Linear(450, 1), nn.Flatten(0))


broken = Recipe(
    loader=partial(batches, batch_size=48),
    model=model,
    loss=nn.MSELoss(),
    optimizer=partial(Adam, lr=0.004),
    epochs=200,
)


def of_length(epochs):
    return replace(broken, epochs=epochs)


scenario = Scenario(
    task=spectra(),
    broken=broken,
    symptom=Symptom.OVERFITS,
    severities=Severities("epochs", at=of_length, doses=(10, 25, 50, 100, 200), plain=200),
    touches={"stop"},
    hints=(
        "Draw the training loss and the validation loss into one plot. Where do they part?",
        "What would the score have been, had the run ended at that point?",
        "The targets are measured with noise. What must have been learned where the training loss is below that noise?",
    ),
    also_accepted={
        "too_large_model": "With a tenth of the channels there would be few weights, and little to learn by heart.",
        "tiny_dataset": "With ten times as many spectra the later epochs would do much less harm.",
    },
)
