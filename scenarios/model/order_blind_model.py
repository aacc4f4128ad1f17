"""Accuracy near 0.5 for two classes that anyone can tell apart.

Each signal holds one swing, up and then down or down and then up, and the network is to say which. The loss begins and
ends near 0.69, which is what guessing between two classes costs. About half of the answers are right, in the training
set as in new signals. Smaller steps, more epochs and wider layers change nothing, though anyone can read the answer off
a plot.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Symptom
from trainwreck.tasks import swings


class StepEncoder(nn.Module):
    """Encodes every step of the signal, and classifies the mean of the codes."""

    def __init__(self, features=1, hidden=32, classes=2):
        super().__init__()
        self.encode = nn.Sequential(
            nn.Linear(features, hidden),
            nn.ReLU(),
            nn.Linear(hidden, hidden),
            nn.ReLU(),
            nn.Linear(hidden, hidden),
            nn.ReLU(),
        )
        self.classify = nn.Linear(hidden, classes)

    def forward(self, inputs):  # (batch, time, features)
        return self.classify(self.encode(inputs).mean(dim=1))


broken = Recipe(
    model=StepEncoder,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.02),
    epochs=2,
)

scenario = Scenario(
    task=swings(),
    broken=broken,
    symptom=Symptom.STALLS,
    severities="A model heeds the order or it does not.",
    touches={"model"},
    hints=(
        "Plot a signal of each class. What do you look at to tell them apart?",
        "Even the training set is not learned. What does that say about more data, or more epochs?",
        "Feed the network a signal, then the same signal played backwards. How do the two outputs differ?",
        "What does a mean over time retain of the order of its terms?",
    ),
)
