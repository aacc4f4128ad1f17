"""One task of every kind, for the tests that all of them must pass; found, so that none is forgotten."""

import inspect

from trainwreck import tasks
from trainwreck.training.task import Task

# What a factory must be told.
TOLD = {
    "grainy_digits": {"grain": 0.8, "goal": 0.5},
    "net_steps": {"length": 16},
    "speckled_digits": {"share": 0.5},
}

KINDS = sorted(
    name
    for name, function in vars(tasks).items()
    if inspect.isfunction(function) and inspect.signature(function).return_annotation is Task
)


def task(kind: str) -> Task:
    factory = getattr(tasks, kind)
    told = {**({"goal": 0.5} if "goal" in inspect.signature(factory).parameters else {}), **TOLD.get(kind, {})}
    made: Task = factory(**told)
    return made
