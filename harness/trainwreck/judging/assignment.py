"""The data of an assignment: drawn from a salt, so that equal files get equal marks, and from nothing else.

The salt and the targets of the held-back rows stay in the judge's memory.
"""

import hashlib
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from trainwreck.errors import UserError
from trainwreck.scripts.folder import data_files
from trainwreck.training.split import Split
from trainwreck.training.task import Task

SHORTEST = 16  # characters of a salt: of shorter ones a script could try all that are likely


@dataclass(frozen=True)
class Sheet:
    """The data of one seed: the files that a script finds, and what it does not.

    ``null``     the same files with the available targets dealt out anew, so that there is nothing to learn; none if
                 nobody asks for them.
    ``targets``  of the rows of test.npz.
    """

    seed: int
    files: dict[str, bytes]
    null: dict[str, bytes]
    targets: Tensor


def sheets(task: Task, salt: str, seeds: int, null: bool) -> list[Sheet]:
    """Draw the data of an assignment; the seeds are 0, 1, …, and no secret. A salt that could be guessed is refused.

    ``null``  whether data are asked for from which nothing can be learned.
    """
    if len(salt) < SHORTEST:
        raise UserError(
            f"A salt of {len(salt)} characters can be guessed, and with it the data. Take {SHORTEST} or more, or leave "
            "it out: then one is drawn and printed."
        )
    return [_sheet(task, salt, seed, null) for seed in range(seeds)]


def _sheet(task: Task, salt: str, seed: int, null: bool) -> Sheet:
    available, held_back = task.data(_secret(salt, "data", seed))
    held_back = held_back.take(_order(salt, "rows", seed, held_back))  # some tasks draw one class after another
    dealt = replace(available, targets=available.targets[_order(salt, "null", seed, available)])
    nothing = data_files(dealt, held_back) if null else {}
    return Sheet(seed, data_files(available, held_back), nothing, held_back.targets)


def _order(salt: str, purpose: str, seed: int, rows: Split) -> Tensor:
    return torch.randperm(len(rows), generator=torch.Generator().manual_seed(_secret(salt, purpose, seed)))


def _secret(salt: str, purpose: str, seed: int) -> int:
    """Return 32 bits that only the salt tells: as many as a task's data are drawn from."""
    drawn = hashlib.sha256(f"{salt}\0{purpose}\0{seed}".encode()).digest()
    return int.from_bytes(drawn[:4], "big")
