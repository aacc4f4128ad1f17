"""A nearly perfect forecast, until it is put to use.

The network is to predict a sensor's next reading from the last twelve. The loss falls from about 1 to 0.004 within 84
steps, and R² is 0.996 or more on the training and on the validation series: an all but perfect forecast of a noisy
sensor. In use, on windows whose next reading really lies ahead, R² is 0.33 to 0.48.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Prepared, Recipe, Scenario, Split, Symptom, hold_out, mlp
from trainwreck.tasks import next_reading

WINDOW = 12


def windows(series):  # (series, hours)
    inputs = series.unfold(1, WINDOW, 1)
    targets = series[:, WINDOW - 1 :]
    return Split(inputs.flatten(0, 1), targets.flatten())


def prepare(raw):
    train, validation = hold_out(raw)
    return Prepared(train=windows(train.inputs), validation=windows(validation.inputs))


def model():
    return nn.Sequential(mlp(WINDOW, 32, 1), nn.Flatten(0))


broken = Recipe(
    prepare=prepare,
    model=model,
    loss=nn.MSELoss(),
    optimizer=partial(Adam, lr=0.02),
    epochs=3,
)

scenario = Scenario(
    task=next_reading(),
    broken=broken,
    symptom=Symptom.MISLEADS,
    severities="A target is the reading after the window, or it is the last in it.",
    touches={"prepare"},
    hints=(
        "The sensor is noisy. How well can its next reading be known at all?",
        "Plot the forecasts over the real readings in use. By how many hours are the two curves apart?",
        "Set each of the twelve inputs to zero in turn. Which of them does the forecast depend on?",
        "Write down the hours of the first window, and the hour of the first target. Which hour is in both?",
    ),
    also_accepted={
        "target_leakage": "The last column of each window is the target itself, and is not there at the time of use.",
        "preprocessing": "Cutting a series into windows is a step of the preprocessing.",
    },
)
