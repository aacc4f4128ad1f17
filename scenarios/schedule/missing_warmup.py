"""The loss is no longer a number after four to seven updates.

A small transformer is to add up four steps of +1 or −1. The loss is below 30 before the first update, and between 6
and 880 before the second. After four to seven updates it is no longer a number. At a third of the rate the same
network learns the task.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Severities, Symptom
from trainwreck.tasks import net_steps


class Counter(nn.Module):
    def __init__(self, features=1, width=32):
        super().__init__()
        self.embed = nn.Linear(features, width)
        self.encode = nn.TransformerEncoderLayer(
            width, nhead=2, dim_feedforward=32, dropout=0.0, batch_first=True, norm_first=True
        )
        self.answer = nn.Linear(width, 1)

    def forward(self, inputs):  # (batch, time, features)
        codes = self.encode(self.embed(inputs))
        return self.answer(codes.sum(dim=1)).squeeze(1)


broken = Recipe(
    model=Counter,
    loss=nn.MSELoss(),
    optimizer=partial(SGD, lr=0.011),
    epochs=9,
)


def with_rate(rate):
    return replace(broken, optimizer=partial(SGD, lr=rate))


scenario = Scenario(
    task=net_steps(goal=0.9, length=4),
    broken=broken,
    symptom=Symptom.DIVERGES,
    severities=Severities("learning rate", at=with_rate, doses=(0.001, 0.003, 0.005, 0.011, 0.03), plain=0.011),
    touches={"schedule", "schedule_per"},
    hints=(
        "The first loss is an ordinary number. At a third of the rate, does the run survive?",
        "Train a while at a small rate, then go on at the full one. Does it still diverge?",
        "The longest safe step is two over the largest curvature. Is the curvature the same at step 100 as at step 1?",
        "If the loss is sharp only where the training begins, how large should the rate be there, and how large later?",
    ),
    also_accepted={
        "high_learning_rate": "The rate is too high for the untrained weights, though not for the trained ones.",
        "optimizer": "The rate is an argument of the optimizer, and a third of it survives without a warm-up.",
    },
)
