"""The loss stays at 0.69, the gradient is next to nothing or huge.

Signals come in pairs, two in a batch, and pass through six hidden layers. Each signal holds one swing, up first or
down first. The loss starts at 0.69, which is what guessing costs, and after 240 steps it is 0.69 to 0.72. The score is
0.38 to 0.74. In at least two steps of three the gradient of the first layer has a norm below 0.001; in three runs of
four it exceeds 1,000 at some step. A rate of 0.004 or 0.04 ends the same way, and so do three epochs.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Prepared, Recipe, Scenario, Severities, Symptom, batches, hold_out
from trainwreck.tasks import swings


def prepare(raw):
    train, validation = hold_out(raw, fraction=0.6)
    return Prepared(train=train, validation=validation)


def deep_network(normalise=nn.BatchNorm1d, width=32, depth=6, classes=2):
    layers = [nn.Flatten()]
    for wide in [24] + (depth - 1) * [width]:
        layers += [nn.Linear(wide, width, bias=False), normalise(width), nn.Tanh()]
    classify = nn.Linear(width, classes, bias=False)
    nn.init.zeros_(classify.weight)
    return nn.Sequential(*layers, classify)


broken = Recipe(
    prepare=prepare,
    loader=partial(batches, batch_size=2, drop_last=True),
    model=deep_network,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.014),
    schedule=partial(CosineAnnealingLR, T_max=240),
    schedule_per="batch",
    epochs=1,
)


def with_batches(size):
    return replace(broken, loader=partial(batches, batch_size=size, drop_last=True))


scenario = Scenario(
    task=swings(goal=0.908, available=1200, held_back=2400, length=24),
    broken=broken,
    symptom=Symptom.STALLS,
    severities=Severities("batch size", at=with_batches, doses=(32, 16, 8, 4, 2), plain=2),
    touches={"loader", "epochs", "model", "optimizer", "schedule"},
    hints=(
        "Log the gradient's norm of the first layer at every step. What are its median and its maximum?",
        "Take 3 and 5, subtract their mean, divide by their distance from it. Do the same with 0 and 90. What is left?",
        "Over what does a `BatchNorm1d` take its mean and its variance, and how many values are that here?",
    ),
    also_accepted={
        "single_sample_batches": "The batches are too small, for what is normalised rather than for the rate.",
        "vanishing_gradients": "In most steps hardly any gradient reaches the first layers.",
        "exploding_gradients": "In a few steps the gradient of the first layers is huge.",
        "loop": "The batch size is set where the data are loaded.",
    },
)
