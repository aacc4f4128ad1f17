"""A null run: the same training on targets that were dealt out anew, so that there is nothing to learn.

What is reported of it must be chance. A report above chance says that the targets of the validation part had a say
somewhere on the way to it.
"""

from dataclasses import replace

import torch

from trainwreck.training.loop import train
from trainwreck.training.recipe import Recipe
from trainwreck.training.split import Split
from trainwreck.training.task import Task


def null_report(task: Task, recipe: Recipe, seed: int, device: torch.device) -> float:
    """Return the score that is reported where the available targets are permuted before the recipe sees them."""

    def data(drawn: int) -> tuple[Split, Split]:
        available, held_back = task.data(drawn)
        order = torch.randperm(len(available), generator=torch.Generator().manual_seed(drawn))
        return replace(available, targets=available.targets[order]), held_back

    return train(replace(task, data=data), recipe, seed, device).final.reported
