"""R² stops at 0.7, however large the network.

The loss drops to 0.3 within twenty steps and stays there. R² is between 0.70 and 0.74 in training and in use, where
gradient-boosted trees reach more than 0.9 on the same columns. Four times as many units in each layer, another layer,
more epochs: the figure does not move.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Symptom, batches
from trainwreck.tasks import friedman


class Regressor(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer1 = nn.Linear(10, 64)
        self.layer2 = nn.Linear(64, 64)
        self.output = nn.Linear(64, 1)

    def forward(self, inputs):
        hidden = self.layer1(inputs)
        hidden = self.layer2(hidden)
        return self.output(hidden).squeeze(1)


broken = Recipe(
    loader=partial(batches, batch_size=256),
    model=Regressor,
    loss=nn.MSELoss(),
    optimizer=partial(Adam, lr=0.01),
    epochs=10,
)

scenario = Scenario(
    task=friedman(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities="There is something between two linear layers or there is not.",
    touches={"model"},
    hints=(
        "A plain linear regression scores 0.72 here. Is it a coincidence that the network scores the same?",
        "Move one input up in even steps and plot the output. What shape do you expect, and what do you get?",
        "What is W₂(W₁x + b₁) + b₂, multiplied out?",
    ),
    also_accepted={"too_small_model": "What the layers can express together is no more than one linear layer can."},
)
