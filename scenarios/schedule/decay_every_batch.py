"""Frozen after the first few steps.

The loss drops from 2.3 to about 2.2 in the first ten of 105 steps and then lies flat to the end of the run, like a
training that has found its minimum. But the network names 10 to 50 digits in a hundred. Starting it with a rate
twice as high helps a little; more epochs do not help at all.
"""

from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import StepLR

from harness.data.images import digits
from harness.models import mlp
from harness.recipe import Recipe
from harness.scenario import Scenario
from harness.symptoms import Symptom

broken = Recipe(
    model=partial(mlp, 784, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.04, momentum=0.9),
    schedule=partial(StepLR, step_size=3, gamma=0.2),
    schedule_per="batch",
    epochs=7,
)

scenario = Scenario(
    task=digits(goal=0.90, available=1280),
    broken=broken,
    symptom=Symptom.STALLS,
    touches={"schedule_per"},
    hints=(
        "The first three steps work. What is different about the fourth?",
        "Print `optimizer.param_groups[0]['lr']` before each of the first ten steps.",
        "`step_size=3` counts calls of `schedule.step()`. How many such calls are there in one epoch of yours?",
    ),
)
