"""One task of every kind, for the tests that all of them must pass; found, so that none is forgotten."""

import inspect

from trainwreck import tasks
from trainwreck.training.task import Task

# What a factory must be told besides its goal.
SIZES = {
    "few_digits": {"available": 664, "held_back": 800, "grain": 0.95},
    "grainy_digits": {"available": 667, "held_back": 790, "grain": 0.8},
    "inked_pixels": {"available": 480, "held_back": 500},
    "relit_digits": {"available": 900, "held_back": 500},
    "speckled_digits": {"clean": 600, "speckled": 580, "held_back": 610, "share": 0.5},
}

KINDS = sorted(
    name
    for name, function in vars(tasks).items()
    if inspect.isfunction(function) and inspect.signature(function).return_annotation is Task
)


def task(kind: str) -> Task:
    made: Task = getattr(tasks, kind)(goal=0.5, **SIZES.get(kind, {}))
    return made


def sizes(kind: str) -> tuple[int, int]:
    """How many samples a kind of task says that it gives and holds back; of scikit-learn's 569 patients, the rest."""
    defaults = {n: p.default for n, p in inspect.signature(getattr(tasks, kind)).parameters.items()}
    said = {**defaults, **SIZES.get(kind, {})}
    if "clean" in said:
        return said["clean"] + said["speckled"], said["held_back"]
    return said["available"], said.get("held_back", 569 - said["available"])
