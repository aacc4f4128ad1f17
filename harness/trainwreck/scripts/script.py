"""A recipe as a script: the same run, written out as one would write it by hand."""

import ast
from functools import partial
from typing import Any

from trainwreck.errors import UserError
from trainwreck.pairs.entries import BROKEN, HEALTHY
from trainwreck.pairs.loading import Pair
from trainwreck.pairs.source import setup_file
from trainwreck.scripts.code import Code, Unknown
from trainwreck.scripts.document import Cell, document
from trainwreck.scripts.factories import RENAMED, definition, made
from trainwreck.scripts.layout import commented, deeper
from trainwreck.scripts.loader import loader, over_a_dataset
from trainwreck.scripts.preparation import TRAIN, VALIDATION, Preparation, on_tensors, preparation, returned_tensors
from trainwreck.scripts.setup import Setup, imports_of
from trainwreck.scripts.shelf import Shelf, bound, free, shelf_of
from trainwreck.scripts.step import step
from trainwreck.training.models import mlp
from trainwreck.training.recipe import Recipe, predict
from trainwreck.training.split import Split
from trainwreck.training.stopping import EarlyStopping
from trainwreck.training.streams import Stream

# What the script's own lines use.
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

# What the seed of a run is, and the streams that are derived of it.
SEED = 'SEED = int(os.environ.get("SEED", {seed}))'
STREAMS = f"SPLIT, INIT, LOOP = {Stream.SPLIT:d}, {Stream.INITIALISATION:d}, {Stream.LOOP:d}"
THREADS = "torch.set_num_threads(1)  # sums in one order: the same numbers on every machine"
SEED_EVERYTHING = '''\
def seed_everything(stage, epoch=0):
    """Start a stream of random numbers for each stage and epoch: what one draws does not change the others."""
    seed = int(np.random.SeedSequence(SEED, spawn_key=(stage, epoch)).generate_state(1)[0])
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)'''


def script(pair: Pair, recipe: str, available: Split, seed: int = 0) -> str:
    """Return a recipe of a pair as the text of a script that reads ``available``, and new inputs, from its folder.

    A form that the script has no counterpart for is a UserError that says what to write instead.
    """
    try:
        return _Script(pair, recipe, available, seed).text()
    except Unknown as error:
        raise UserError(f"The recipe {recipe!r} of {pair.name!r} cannot be written as a script: {error}.") from error


class _Script:
    """What the cells of one script need to know of each other."""

    def __init__(self, pair: Pair, recipe: str, available: Split, seed: int) -> None:
        self.pair, self.name, self.available, self.seed = pair, recipe, available, seed
        self.recipe: Recipe = pair.recipes[recipe]
        self.setup = Setup(Code(setup_file(pair.entry, recipe)))
        self.prepared: Preparation = preparation(self.setup)
        self.score = pair.task.score.__name__
        self.criterion = self._name_of("loss", "criterion")
        self.predict = self._name_of("predict", "predict")

    def _name_of(self, field: str, otherwise: str) -> str:
        """Return what the script calls the function that a field names."""
        function = self.setup.function(field)
        return RENAMED.get(function.name, function.name) if function else otherwise

    def text(self) -> str:
        cells = [
            Cell("Seeds", [SEED.format(seed=self.seed), STREAMS, THREADS, SEED_EVERYTHING]),
            Cell("Data", self._data()),
            Cell("Model", self._model()),
            Cell("Training", self._training()),
            Cell("Predictions", self._predictions()),
        ]
        return document(self._docstring(), cells, self._shelf())

    def _docstring(self) -> str:
        """What one sees of the broken or healthy run; of a fix, what it does."""
        if self.name in (BROKEN, HEALTHY):
            return self.pair.entry.text
        return self.pair.entry.lesson.partition("\n")[0].lstrip("# ")

    def _shelf(self) -> Shelf:
        shelf = Shelf(imports=imports_of(ast.parse(IMPORTS)) | self.setup.imports)
        for constant in self.setup.constants:
            text = self.setup.code.statement(constant)
            shelf.texts |= dict.fromkeys(bound(text), text)
        for name, node in self.setup.definitions.items():
            shelf.texts[RENAMED.get(name, name)] = self._definition(node)
        for helper in (self.pair.task.score, mlp, EarlyStopping):
            if helper is self.pair.task.score or self.setup.is_ours(helper.__name__):
                shelf.put(shelf_of(helper))
        return shelf

    def _definition(self, node: ast.FunctionDef | ast.ClassDef) -> str:
        if isinstance(node, ast.ClassDef) and "batches" in free(self.setup.code.statement(node)):
            return self.setup.code.statement(node, over_a_dataset(self.setup, node))
        if isinstance(node, ast.FunctionDef) and returned_tensors(node):
            return self.setup.code.statement(node, on_tensors(self.setup, node))
        return definition(self.setup, node)

    def _data(self) -> list[str]:
        blocks = [*self.prepared.blocks, *loader(self.setup)]
        shapes = f"inputs {tuple(self.available.inputs.shape)}, targets {tuple(self.available.targets.shape)}"
        read = [
            f'data = np.load("train.npz")  # {shapes}',
            'X, y = torch.from_numpy(data["inputs"]), torch.from_numpy(data["targets"])',
        ]
        if "groups" in free("\n".join(blocks)):
            read.append('groups = torch.from_numpy(data["groups"])')
        return [*read, "", "seed_everything(SPLIT)", *blocks]

    def _model(self) -> list[str]:
        setup = self.setup
        blocks = ["seed_everything(INIT)", made(setup, "model", "model")]
        if self.criterion == "criterion" and not setup.function("loss"):
            loss = setup.given("loss")
            assert loss is not None
            blocks.append(commented(f"criterion = {setup.code.of(loss)}", setup.comment("loss")))
        blocks.append(made(setup, "optimizer", "optimizer", "model.parameters()"))
        if setup.given("schedule"):
            blocks.append(made(setup, "schedule", "scheduler", "optimizer"))
        if setup.given("stop"):
            blocks.append(made(setup, "stop", "stopping"))
        return blocks

    def _training(self) -> list[str]:
        inner = step(self.setup, self.criterion)
        every_batch = [*inner.body, *(["scheduler.step()"] if self._steps("batch") else []), _noted(inner.loss)]
        epoch = [
            "seed_everything(LOOP, epoch)",
            *inner.mode,
            "losses = []",
            "for inputs, targets in train_loader:",
            *(deeper(block) for block in every_batch),
            "history += losses",
            "",
            *self._evaluation(),
            *self._ends_epoch(),
        ]
        epochs = self.setup.code.of(self.setup.fields["epochs"].value)
        head = commented(f"for epoch in range({epochs}):", self.setup.comment("epochs"))
        loop = "\n".join([head, *(deeper(block) for block in epoch)])
        return [*inner.before, "history = []", loop]

    def _steps(self, per: str) -> bool:
        return self.recipe.schedule is not None and self.recipe.schedule_per == per

    @property
    def _is_textbook(self) -> bool:
        """Whether predicting gives what the loss is computed of."""
        return self.recipe.predict is predict

    def _evaluation(self) -> list[str]:
        """The scores of an epoch, in the order in which the training and the validation part are asked about."""
        score, units = self.score, self.prepared.in_units
        words = score.replace("_", " ")
        loss = [f"val_loss = {self.criterion}(outputs, {VALIDATION.targets}).item()"] if self._is_textbook else []
        shown = "loss {val_loss:.4f}, " if loss else ""
        return [
            f"train_score = {score}({units(f'{self.predict}(model, {TRAIN.inputs})')}, {units(TRAIN.targets)})",
            f"outputs = {self.predict}(model, {VALIDATION.inputs})",
            *loss,
            commented(f"val_score = {score}({units('outputs')}, {units(VALIDATION.targets)})", self.prepared.restored),
            "print(",
            f'    f"epoch {{epoch + 1:2d}}: loss {{np.mean(losses):.4f}}, {words} {{train_score:.3f}}, "',
            f'    f"validation {shown}{words} {{val_score:.3f}}"',
            ")",
        ]

    def _ends_epoch(self) -> list[str]:
        plateau = _made_by(self.recipe.schedule) == "ReduceLROnPlateau"
        if (plateau or self.recipe.stop) and not self._is_textbook:
            raise Unknown("its validation loss has a say, and its `predict` is its own. Use the textbook's `predict`")
        blocks = []
        if self._steps("epoch"):
            blocks.append("scheduler.step(val_loss)" if plateau else "scheduler.step()")
        if self.recipe.stop:
            blocks.append("if stopping.should_stop(model, val_loss):\n    break")
        return blocks

    def _predictions(self) -> list[str]:
        units = self.prepared.in_units
        outputs = units(f"{self.predict}(model, {self.prepared.transformed('X_test')})")
        blocks = []
        if self.recipe.stop:
            score = f"{self.score}({units(f'{self.predict}(model, {VALIDATION.inputs})')}, {units(VALIDATION.targets)})"
            blocks = ["stopping.restore(model)", f"val_score = {score}", ""]
        return [
            *blocks,
            'X_test = torch.from_numpy(np.load("test.npz")["inputs"])',
            f'np.save("predictions.npy", {outputs}.numpy())',
            'Path("metrics.json").write_text(json.dumps({"validation_score": val_score, "losses": history}))',
        ]


def _noted(loss: str) -> str:
    """Return the line that keeps a step's loss."""
    is_operand = isinstance(ast.parse(loss, mode="eval").body, ast.Name | ast.Call | ast.Attribute)
    return f"losses.append({loss if is_operand else f'({loss})'}.item())"


def _made_by(factory: Any) -> str:
    made_by = factory.func if isinstance(factory, partial) else factory
    return getattr(made_by, "__name__", "")
