"""Order-blind."""

from functools import partial

from torch import nn
from torch.optim import Adam

from harness.data.sequences import swings
from harness.recipe import Recipe
from harness.scenario import Scenario
from harness.symptoms import Symptom


class MeanOverTime(nn.Module):
    """Looks at every step by itself, and averages what it saw."""

    def __init__(self, features=1, hidden=16, classes=2):
        super().__init__()
        self.encode = nn.Sequential(nn.Linear(features, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU())
        self.classify = nn.Linear(hidden, classes)

    def forward(self, inputs):  # (batch, time, features)
        return self.classify(self.encode(inputs).mean(dim=1))


broken = Recipe(
    model=MeanOverTime,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.01),
    epochs=8,
)

scenario = Scenario(
    task=swings(goal=0.9),
    broken=broken,
    symptom=Symptom.STALLS,
    touches={"model"},
    hints=("", ""),
)
