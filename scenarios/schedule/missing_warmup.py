"""The loss is no longer a number after a handful of updates.

A small network reads 24 steps, adds up what it makes of each, and is to recall the one value that is marked. The first
loss is an ordinary number. One update later it stands in the hundreds or thousands, and before the tenth it is no
longer finite. At a tenth of the rate the loss stays finite, but most runs end short of what the task allows.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import LinearLR

from trainwreck import Recipe, Scenario, Severities, Symptom, batches
from trainwreck.tasks import marked_value


class SumOverSteps(nn.Module):
    def __init__(self, width=32):
        super().__init__()
        self.encode = nn.Sequential(nn.Linear(2, width), nn.LeakyReLU())
        self.answer = nn.Linear(width, 1)

    def forward(self, inputs):  # (batch, time, 2)
        codes = self.encode(inputs)
        return self.answer(codes.sum(dim=1)).squeeze(1)


broken = Recipe(
    loader=partial(batches, batch_size=32),
    model=SumOverSteps,
    loss=nn.MSELoss(),
    optimizer=partial(SGD, lr=0.007, momentum=0.9),
    epochs=11,
)


def warmed_up(steps):
    if not steps:
        return broken
    return replace(broken, schedule=partial(LinearLR, start_factor=0.01, total_iters=steps), schedule_per="batch")


scenario = Scenario(
    task=marked_value(length=24),
    broken=broken,
    symptom=Symptom.DIVERGES,
    severities=Severities("steps of warm-up", at=warmed_up, doses=(240, 80, 30, 8, 0), plain=0),
    touches={"schedule", "schedule_per"},
    hints=(
        "The first loss is an ordinary number. At a tenth of the rate, does the run survive? And does it arrive?",
        "Train a while at a small rate, then go on at the full one. Does it still diverge?",
        "The longest safe step is two over the largest curvature. Is the curvature the same at step 100 as at step 1?",
        "If the loss is sharp only where the training begins, how large should the rate be there, and how large later?",
    ),
    also_accepted={
        "high_learning_rate": "The rate is too high for the untrained weights, though not for the trained ones.",
        "optimizer": "The rate is an argument of the optimizer, and a tenth of it survives without a warm-up.",
    },
)
