"""A good score on 64 sequences, none on a thousand.

Each sequence has one marked value, and the network is to recall it. The training loss falls from about 1 to between
0.18 and 0.37. On the validation sequences R² is 0.64 to 0.85. On the 1000 held-back sequences it is 0.00 to 0.10, and
the predictions there are all close to zero. On the training sequences, all at once, it is no better.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Prepared, Recipe, Scenario, Symptom, hold_out
from trainwreck.tasks import marked_value


def prepare(raw):
    train, validation = hold_out(raw, fraction=0.05)
    return Prepared(train=train, validation=validation)


class AttentionPooling(nn.Module):
    """Encodes every step, and recalls from a weighted mean of the codes."""

    def __init__(self, features=2, hidden=16):
        super().__init__()
        self.encode = nn.Sequential(nn.Linear(features, hidden), nn.ReLU())
        self.attend = nn.Linear(hidden, 1)
        self.recall = nn.Linear(hidden, 1)

    def forward(self, inputs):  # (batch, time, features)
        codes = self.encode(inputs)
        weights = self.attend(codes).softmax(dim=0)
        return self.recall((weights * codes).sum(dim=1)).squeeze(1)


broken = Recipe(
    prepare=prepare,
    model=AttentionPooling,
    loss=nn.MSELoss(),
    optimizer=partial(Adam, lr=0.03),
    epochs=4,
)

scenario = Scenario(
    task=marked_value(),
    broken=broken,
    symptom=Symptom.MISLEADS,
    severities="A softmax runs over the steps or over the batch.",
    touches={"model"},
    hints=(
        "The score on the training set is far below what the training loss promises. What differs between the two?",
        "Predict one sequence alone, then the same one together with 999 others. Should the two answers differ?",
        "In evaluation mode, with no batch normalisation: by which operation can one sequence influence another?",
        "`weights` has the shape (batch, time, 1). Along which of these do they add up to 1?",
    ),
    also_accepted={"view_for_permute": "What belongs to different samples of a batch is mixed there as well."},
)
