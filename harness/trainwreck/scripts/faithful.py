"""The proof that a script is its recipe's run: it is run, and what comes out is compared bit for bit."""

import contextlib
import io
import json
import math
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from trainwreck.errors import UserError
from trainwreck.pairs.entries import Entry
from trainwreck.pairs.loading import Pair, load
from trainwreck.scripts.folder import data_files, write
from trainwreck.scripts.script import script
from trainwreck.training.loop import CPU, train
from trainwreck.training.split import Split
from trainwreck.training.streams import Stream, derive, isolated
from trainwreck.training.task import Images, Task

CURE = "Write it in one of the forms of docs/scripts.md, or report the script."


@dataclass(frozen=True)
class Outcome:
    """What a script left in its folder, in the harness's words."""

    losses: Sequence[float]
    reported: float
    true: float


def unwritable(pair: Pair, recipe: str) -> str:
    """Return why a recipe cannot be written as a script; nothing if it can."""
    available, _ = pair.task.data(derive(0, Stream.DATA))
    try:
        script(pair, recipe, available)
    except UserError as error:
        return str(error)
    return ""


def unfaithful(entry: Entry, images: Images, seed: int) -> list[tuple[str, str]]:
    """Return the recipes of an entry whose scripts are not the same run, each with what differs."""
    try:
        pair = load(entry, images)
    except UserError:
        return []  # the demands on its files have said so
    found = {recipe: differences(pair, recipe, seed) for recipe in pair.recipes if not unwritable(pair, recipe)}
    return [(recipe, f"seed {seed}: {'; '.join(told)}. {CURE}") for recipe, told in found.items() if told]


def differences(pair: Pair, recipe: str, seed: int) -> list[str]:
    """Train a recipe here and by its script; return what differs, which should be nothing."""
    available, held_back = pair.task.data(derive(seed, Stream.DATA))
    text = script(pair, recipe, available, seed)
    try:
        run = train(pair.task, pair.recipes[recipe], seed)
    except Exception:
        return []  # there is no run to be the same as; whoever proves the recipe says why
    try:
        found = outcome(text, pair.task, available, held_back)
    except Exception as error:
        return [f"the script ends with {type(error).__name__}: {error}"]
    if run.diverged_at is not None:
        # A run ends there, and its model is judged as it is then. A script, as one writes it, goes on with NaN.
        return [*_unlike(found.losses[: len(run.losses)], run.losses)]
    scores = {"reported": (found.reported, run.final.reported), "held-back": (found.true, run.final.true)}
    wrong = [f"the {name} score is {was}, not {is_}" for name, (was, is_) in scores.items() if not _same(was, is_)]
    return [*_unlike(found.losses, run.losses), *wrong]


def _unlike(losses: Sequence[float], ours: Sequence[float]) -> Iterator[str]:
    if len(losses) != len(ours):
        yield f"there are {len(losses)} losses, not {len(ours)}"
    for step, (loss, our) in enumerate(zip(losses, ours, strict=False)):
        if not _same(loss, our):
            yield f"the loss of step {step} is {loss}, not {our}"
            return


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
            names: dict[str, object] = {"__name__": "__main__"}
            try:
                exec(compile(text, "train.py", "exec"), names)
            finally:
                names.clear()  # here, where nobody minds that a script leaves its files to be closed
        metrics = json.loads((Path(folder) / "metrics.json").read_text(encoding="utf-8"))
        outputs = torch.from_numpy(np.load(Path(folder) / "predictions.npy"))
    return Outcome(metrics["losses"], metrics["validation_score"], task.scored(outputs, held_back.targets))


def _same(one: float, other: float) -> bool:
    return one == other or (math.isnan(one) and math.isnan(other))
