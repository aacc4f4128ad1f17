"""The proof that a script is its recipe's run: it is run, and what comes out is compared bit for bit."""

import contextlib
import io
import json
import math
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from trainwreck.pairs.loading import Pair
from trainwreck.scripts.folder import data_files, write
from trainwreck.scripts.script import script
from trainwreck.training.loop import CPU, train
from trainwreck.training.split import Split
from trainwreck.training.streams import Stream, derive, isolated
from trainwreck.training.task import Task


@dataclass(frozen=True)
class Outcome:
    """What a script left in its folder, in the harness's words."""

    losses: Sequence[float]
    reported: float
    true: float


def differences(pair: Pair, recipe: str, seed: int) -> list[str]:
    """Train a recipe here and by its script; return what differs, which should be nothing."""
    available, held_back = pair.task.data(derive(seed, Stream.DATA))
    run = train(pair.task, pair.recipes[recipe], seed)
    try:
        found = outcome(script(pair, recipe, available, seed), pair.task, available, held_back)
    except Exception as error:
        return [f"the script ends with {type(error).__name__}: {error}"]
    # A run ends with a loss that is not finite; a script, as one writes it, does not notice.
    losses = found.losses if run.diverged_at is None else found.losses[: len(run.losses)]
    unlike = [step for step, pair_ in enumerate(zip(losses, run.losses, strict=False)) if not _same(*pair_)]
    told = [f"the loss of step {unlike[0]} is {losses[unlike[0]]}, not {run.losses[unlike[0]]}"] if unlike else []
    if len(losses) != len(run.losses):
        told.append(f"there are {len(losses)} losses, not {len(run.losses)}")
    scores = {"reported": (found.reported, run.final.reported), "held-back": (found.true, run.final.true)}
    return told + [
        f"the {name} score is {was}, not {is_}" for name, (was, is_) in scores.items() if not _same(was, is_)
    ]


def outcome(text: str, task: Task, available: Split, held_back: Split) -> Outcome:
    """Run a script in a folder of its own, in this process, and read what it has written."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), data_files(available, held_back))
        with (
            isolated(CPU),
            contextlib.chdir(folder),
            contextlib.redirect_stdout(io.StringIO()),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")  # the harness's own run has shown what there is to warn of
            exec(compile(text, "train.py", "exec"), {"__name__": "__main__"})
        metrics = json.loads((Path(folder) / "metrics.json").read_text(encoding="utf-8"))
        outputs = torch.from_numpy(np.load(Path(folder) / "predictions.npy"))
    return Outcome(metrics["losses"], metrics["validation_score"], task.scored(outputs, held_back.targets))


def _same(one: float, other: float) -> bool:
    return one == other or (math.isnan(one) and math.isnan(other))
