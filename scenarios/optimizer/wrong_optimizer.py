"""The loss falls ever more slowly, and stays far too high.

The loss falls by most of its way in a few steps, then more and more slowly, and is still falling at the end. R² is
below 0.7 in training and in use, where a linear regression scores above 0.9. A rate of `0.1` helps a little; at `0.12`
the loss grows without bound.
"""

from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Symptom, batches
from trainwreck.tasks import sales


class Sales(nn.Module):
    def __init__(self):
        super().__init__()
        self.columns = nn.Linear(10, 1)
        self.shop = nn.Embedding(40, 1)
        nn.init.zeros_(self.shop.weight)

    def forward(self, inputs):
        columns, shop = inputs[:, :10], inputs[:, 10].long()
        return (self.columns(columns) + self.shop(shop)).squeeze(1)


broken = Recipe(
    loader=partial(batches, batch_size=128),
    model=Sales,
    loss=nn.MSELoss(),
    optimizer=partial(SGD, lr=0.07),
    epochs=6,
)

scenario = Scenario(
    task=sales(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities="All weights share one rate or each has its own.",
    touches={"optimizer"},
    hints=(
        "Plot the predictions' errors against the ten columns, and then against the shops. What has not been learned?",
        "How many of a batch's 128 rows belong to one shop? What does that mean for the gradient of its number?",
        "Ten columns say nearly the same, so their weights move together. What limits the rate, what needs a high one?",
    ),
)
