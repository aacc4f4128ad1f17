"""The loss sinks for ten steps and is flat ever after.

The loss sinks by a few hundredths in the first ten steps and then lies flat to the end of the run, like a training that
has found its minimum. But most images get the wrong answer. Starting at twice the rate helps a little; more epochs do
not help at all.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import StepLR

from trainwreck import Recipe, Scenario, Severities, Symptom, batches, mlp
from trainwreck.tasks import digits

broken = Recipe(
    loader=partial(batches, batch_size=32),
    model=partial(mlp, 784, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.05, momentum=0.9),
    schedule=partial(StepLR, step_size=3, gamma=0.1),
    schedule_per="batch",
    epochs=12,
)


def decaying_after(steps):
    return replace(broken, schedule=partial(StepLR, step_size=steps, gamma=0.1))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.STALLS,
    severities=Severities("steps between two decays", at=decaying_after, doses=(50, 20, 10, 5, 3), plain=3),
    touches={"schedule_per"},
    hints=(
        "The first three steps work. What is different about the fourth?",
        "Print `optimizer.param_groups[0]['lr']` before each of the first ten steps.",
        "`step_size=3` counts calls of `schedule.step()`. How many such calls are there in one epoch of yours?",
    ),
)
