"""The estimates for short recordings are too small.

The network is to estimate the level of recordings that have 2 to 16 readings. The loss falls from about 1 to 0.3
within ten steps and stays there: R² is 0.65 to 0.69 on the training, validation and held-back recordings alike. More
steps and wider layers change little. The estimates for long recordings are a little too far from zero, those for short
ones much too close to it.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Symptom, batches
from trainwreck.tasks import mean_level


class MeanPooling(nn.Module):
    """Encodes every reading, and estimates from the mean of the codes."""

    def __init__(self, features=1, hidden=16):
        super().__init__()
        self.encode = nn.Sequential(nn.Linear(features, hidden), nn.ReLU())
        self.estimate = nn.Linear(hidden, 1)

    def forward(self, inputs):  # (batch, time, features), with zeros after the last reading
        codes = self.encode(inputs)
        return self.estimate(codes.mean(dim=1)).squeeze(1)


broken = Recipe(
    loader=partial(batches, batch_size=512),
    model=MeanPooling,
    loss=nn.MSELoss(),
    optimizer=partial(Adam, lr=0.03),
    epochs=6,
)

scenario = Scenario(
    task=mean_level(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities="Padding is left out of the mean or it is not.",
    touches={"model"},
    hints=(
        "Sort the errors by the length of the recording. What do you see?",
        "A recording with two readings of 3.0 comes as sixteen numbers. What is their mean?",
        "Cut all zeros off one recording and predict it again. Should the answer change?",
    ),
    also_accepted={
        "data": "One may also say that batches should be made up of recordings of equal length, without padding.",
    },
)
