"""A transformer that stays at chance, whatever its size.

Each signal holds one swing, up and then down or down and then up. The loss of the transformer starts near 0.69, which
is what guessing costs, and ends there. Half of the answers are right, in the training set as in new signals, for two
classes of equal size. More layers, more heads and other rates change nothing.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Symptom
from trainwreck.tasks import swings


class TransformerClassifier(nn.Module):
    def __init__(self, features=1, width=16, classes=2):
        super().__init__()
        self.embed = nn.Linear(features, width)
        self.encode = nn.TransformerEncoderLayer(
            width, nhead=2, dim_feedforward=32, dropout=0.0, batch_first=True, norm_first=True
        )
        self.classify = nn.Linear(width, classes)
        nn.init.normal_(self.classify.weight, std=0.02)
        nn.init.zeros_(self.classify.bias)

    def forward(self, inputs):  # (batch, time, features)
        codes = self.encode(self.embed(inputs))
        return self.classify(codes.mean(dim=1))


broken = Recipe(
    model=TransformerClassifier,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.01),
    epochs=4,
)

scenario = Scenario(
    task=swings(length=10),
    broken=broken,
    symptom=Symptom.STALLS,
    severities="Positions are told or they are not.",
    touches={"model"},
    hints=(
        "Not even the training set is learned. Does the optimizer fail, or can the model not express the answer?",
        "Shuffle the steps of a signal. By how much does the output change?",
        "Attention weighs steps by what they hold. Where in the model could a step find out that it is the third?",
    ),
    also_accepted={
        "order_blind_model": "Without positions, a transformer with a mean on top cannot see the order of the steps.",
    },
)
