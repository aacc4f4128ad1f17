"""The cells of a script, from the seeds to the predictions."""

import ast

from trainwreck.scripts.code import Unknown
from trainwreck.scripts.document import Cell
from trainwreck.scripts.factories import made
from trainwreck.scripts.layout import commented, deeper
from trainwreck.scripts.loader import loader
from trainwreck.scripts.plan import Plan
from trainwreck.scripts.samples import TRAIN, VALIDATION
from trainwreck.scripts.shelf import free
from trainwreck.scripts.step import step
from trainwreck.training.split import Split
from trainwreck.training.streams import Stream

# What the cells' own lines use.
IMPORTS = """
import json
import os
import random
from pathlib import Path

import numpy as np
import torch
from sklearn.model_selection import GroupShuffleSplit, train_test_split
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
"""

STREAMS = f"SPLIT, INIT, LOOP = {Stream.SPLIT:d}, {Stream.INITIALISATION:d}, {Stream.LOOP:d}"

SEED_EVERYTHING = '''\
def seed_everything(stage, epoch=0):
    """Start a stream of random numbers for each stage and epoch: what one draws does not change the others."""
    seed = int(np.random.SeedSequence(SEED, spawn_key=(stage, epoch)).generate_state(1)[0])
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)'''


def cells(plan: Plan, available: Split, seed: int) -> list[Cell]:
    """Return all the cells."""
    return [
        Cell("Seeds", _seeds(seed)),
        Cell("Data", _data(plan, available)),
        Cell("Model", _model(plan)),
        Cell("Training", _training(plan)),
        Cell("Predictions", _predictions(plan)),
    ]


def _seeds(seed: int) -> list[str]:
    return [
        f'SEED = int(os.environ.get("SEED", {seed}))',
        STREAMS,
        "torch.set_num_threads(1)  # sums in one order: the same numbers on every machine",
        SEED_EVERYTHING,
    ]


def _data(plan: Plan, available: Split) -> list[str]:
    blocks = [*plan.prepared.blocks, *loader(plan.file)]
    inputs, targets = tuple(available.inputs.shape), tuple(available.targets.shape)
    read = [
        f'data = np.load("train.npz")  # inputs {inputs}, targets {targets}',
        'X, y = torch.from_numpy(data["inputs"]), torch.from_numpy(data["targets"])',
    ]
    if "groups" in free("\n".join(blocks)):
        read.append('groups = torch.from_numpy(data["groups"])')
    return [*read, "", "seed_everything(SPLIT)", *blocks]


def _model(plan: Plan) -> list[str]:
    file = plan.file
    blocks = ["seed_everything(INIT)", made(file, "model", "model")]
    loss = file.given("loss")
    if loss and not file.function("loss"):
        blocks.append(commented(f"criterion = {file.code.of(loss)}", file.comment("loss")))
    blocks.append(made(file, "optimizer", "optimizer", "model.parameters()"))
    if file.given("schedule"):
        blocks.append(made(file, "schedule", "scheduler", "optimizer"))
    if file.given("stop"):
        blocks.append(made(file, "stop", "stopping"))
    return blocks


def _training(plan: Plan) -> list[str]:
    update = step(plan.file, plan.criterion)
    every_batch = [*update.body, *(_advanced(plan) if plan.steps_per("batch") else []), _noted(update.loss)]
    every_epoch = [
        "seed_everything(LOOP, epoch)",
        *update.mode,
        "losses = []",
        "for inputs, targets in train_loader:",
        *map(deeper, every_batch),
        "history += losses",
        "",
        *_log(plan),
        *_end_of_epoch(plan),
    ]
    epochs = plan.file.code.of(plan.file.fields["epochs"].value)
    head = commented(f"for epoch in range({epochs}):", plan.file.comment("epochs"))
    return [*update.before, "history = []", "\n".join([head, *map(deeper, every_epoch)])]


def _noted(loss: str) -> str:
    """Return the line that keeps a step's loss."""
    is_operand = isinstance(ast.parse(loss, mode="eval").body, ast.Name | ast.Call | ast.Attribute)
    return f"losses.append({loss if is_operand else f'({loss})'}.item())"


def _log(plan: Plan) -> list[str]:
    """Return the scores of an epoch; in the harness's order, because a model may draw random numbers for an answer."""
    loss = [f"val_loss = {plan.criterion}(outputs, {VALIDATION.targets}).item()"] if plan.is_textbook else []
    shown = "loss {val_loss:.4g}, " if loss else ""
    return [
        f"train_score = {plan.scored(plan.asked(TRAIN.inputs), TRAIN.targets)}",
        f"outputs = {plan.asked(VALIDATION.inputs)}",
        *loss,
        commented(f"val_score = {plan.scored('outputs', VALIDATION.targets)}", plan.prepared.restored),
        "print(",
        f'    f"epoch {{epoch + 1:2d}}: loss {{np.mean(losses):.4g}}, {plan.words} {{train_score:.3f}}, "',
        f'    f"validation {shown}{plan.words} {{val_score:.3f}}"',
        ")",
    ]


def _end_of_epoch(plan: Plan) -> list[str]:
    if (plan.waits_for_plateau or plan.recipe.stop) and not plan.is_textbook:
        raise Unknown("its validation loss has a say, and its `predict` is its own. Use the textbook's `predict`")
    advanced = _advanced(plan, "val_loss" if plan.waits_for_plateau else "") if plan.steps_per("epoch") else []
    stopped = ["if stopping.should_stop(model, val_loss):\n    break"] if plan.recipe.stop else []
    return [*advanced, *stopped]


def _advanced(plan: Plan, argument: str = "") -> list[str]:
    return [commented(f"scheduler.step({argument})", plan.file.comment("schedule_per"))]


def _predictions(plan: Plan) -> list[str]:
    outputs = plan.prepared.in_units(plan.asked(plan.prepared.transformed("X_test")))
    stopped = [
        "stopping.restore(model)",
        f"val_score = {plan.scored(plan.asked(VALIDATION.inputs), VALIDATION.targets)}",
        f'print(f"restored weights: validation {plan.words} {{val_score:.3f}}")',
    ]
    return [
        *(stopped if plan.recipe.stop else []),
        'Path("metrics.json").write_text(json.dumps({"validation_score": val_score, "losses": history}))',
        'torch.save(model.state_dict(), "weights.pt")',
        "",
        'X_test = torch.from_numpy(np.load("test.npz")["inputs"])',
        f'np.save("predictions.npy", {outputs}.numpy())',
    ]
