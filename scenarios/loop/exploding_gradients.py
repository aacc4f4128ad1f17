"""The second loss is astronomical, the third is not a number.

A recurrent network is to add up twelve steps of +1 or −1. The loss is an ordinary number before the first update, and
one of many digits before the second. A few steps later it is no longer a number, or stands still far above the start. A
rate ten times smaller ends the same way.
"""

from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Severities, Symptom
from trainwreck.tasks import net_steps


class Counter(nn.Module):
    def __init__(self, features=1, hidden=64):
        super().__init__()
        self.read = nn.RNN(features, hidden, nonlinearity="relu", batch_first=True)
        nn.init.eye_(self.read.weight_hh_l0)
        self.answer = nn.Linear(hidden, 1)

    def forward(self, inputs):  # (batch, time, features)
        states, _ = self.read(inputs)
        return self.answer(states[:, -1]).squeeze(1)


broken = Recipe(
    model=Counter,
    loss=nn.MSELoss(),
    optimizer=partial(SGD, lr=0.02, momentum=0.9),
    schedule=partial(CosineAnnealingLR, T_max=5),
    epochs=5,
)


def of_length(length):
    return net_steps(length)


scenario = Scenario(
    task=net_steps(length=12),
    broken=broken,
    symptom=Symptom.DIVERGES,
    severities=Severities("steps of a sequence", at=of_length, doses=(3, 6, 9, 12, 20), plain=12),
    touches={"step", "model"},
    hints=(
        "The first loss is an ordinary number. What happened between the first and the second?",
        "Print the norm of all gradients together at the first step. By what is it multiplied to get an update?",
        "The same matrix is applied twelve times in a row. What becomes of a vector that it stretches each time?",
        "A huge gradient does not mean that the minimum is far away in proportion. What could bound the step?",
    ),
    also_accepted={
        "high_learning_rate": "A rate a thousand times smaller learns the task, without any bound on the gradient.",
        "initialization": "The identity as recurrent matrix puts the network at the edge where gradients explode.",
    },
)
