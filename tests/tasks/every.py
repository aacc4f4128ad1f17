"""One task of every kind, for the tests that all of them must pass; found, so that none is forgotten."""

import inspect

from trainwreck import tasks
from trainwreck.training.task import Task

# What a factory must be told.
TOLD = {
    "hums": {"recordings": 200},
    "mislabelled": {"wrong": 0.25},
    "mistyped_bills": {"share": 0.02},
    "net_steps": {"length": 16},
    "rare_class": {"share": 0.1},
    "relit_digits": {"washed_out": 1.0},
    "speckled_digits": {"share": 0.5},
    "wide_table": {"columns": 2000},
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
