"""Run somebody's script on data of our choice, and watch what it does."""

import ast
import contextlib
import io
import json
import os
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch

from trainwreck.learning.parts import Parts
from trainwreck.scripts.folder import TEST, data_files, write
from trainwreck.training.loop import CPU
from trainwreck.training.setup import Log
from trainwreck.training.split import Split
from trainwreck.training.streams import Stream, derive, isolated
from trainwreck.training.task import Task

Names = dict[str, Any]

SEEN = "__seen__"  # what a script calls, unknowingly, once a step and once an epoch
METRICS, PREDICTIONS = "metrics.json", "predictions.npy"


class Failed(Exception):
    """A script that ended with an error, or left no answer; the message is for the one who wrote it."""


@dataclass(frozen=True)
class Data:
    """What a script finds in its folder, and the seed that it is given."""

    available: Split
    held_back: Split
    seed: int

    @classmethod
    def drawn(cls, task: Task, seed: int) -> "Data":
        """Draw a seed's data, the held-back rows in an order of their own: some tasks draw one class after another."""
        available, held_back = task.data(derive(seed, Stream.DATA))
        order = torch.randperm(len(held_back), generator=torch.Generator().manual_seed(seed))
        return cls(available, held_back.take(order), seed)


@dataclass(frozen=True)
class Ran:
    """What a script has left: its losses, one a step, the score that it reports, and its outputs for new inputs.

    ``names``  what its names mean in the end. ``log``: what was seen of the run. ``printed``: what it said.
    """

    losses: list[float]
    reported: float
    outputs: torch.Tensor
    names: Names
    printed: str
    log: Log = field(default_factory=Log)


def ran(text: str, path: Path, data: Data) -> Ran:
    """Run a script in a folder of its own; Failed says what went wrong, and in which of its lines."""
    log, printed = Log(), io.StringIO()
    with _folder(data, printed) as folder:
        with _names(**{SEEN: _Seen(log)}) as names:
            execute(_watched(text, path), path, names)
        return Ran(*_answer(folder), names, printed.getvalue(), log)


@contextlib.contextmanager
def _folder(data: Data, printed: io.StringIO) -> Iterator[Path]:
    """Make a folder with a script's data the present one, and let nothing that happens there be seen elsewhere."""
    with tempfile.TemporaryDirectory() as folder, isolated(CPU), _environment(SEED=str(data.seed)):
        write(Path(folder), data_files(data.available, data.held_back))
        with contextlib.chdir(folder), contextlib.redirect_stdout(printed), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield Path(folder)


@contextlib.contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def started(parts: Parts, path: Path, data: Data) -> Names:
    """Run what stands before the loop; return what the script's names mean then."""
    with _folder(data, io.StringIO()), _names() as names:
        execute(ast.Module(parts.before, []), path, names)
    return names


@contextlib.contextmanager
def _names(**known: object) -> Iterator[Names]:
    """Return the names that a script begins with; the files that it leaves open are closed in the end."""
    names: Names = {"__name__": "__main__", **known}
    try:
        yield names
    finally:
        for value in names.values():
            if isinstance(value, np.lib.npyio.NpzFile):
                value.close()


def execute(module: ast.Module, path: Path, names: Names) -> None:
    """Run some of a script's statements; Failed says in which line they end with an error."""
    try:
        exec(compile(module, str(path), "exec"), names)
    except (Exception, SystemExit) as error:
        raise Failed(told(error, path)) from error


def told(error: BaseException, path: Path) -> str:
    """Return an error's traceback, of the script's own lines alone."""
    seen = traceback.TracebackException.from_exception(error)
    own = [frame for frame in seen.stack if frame.filename == str(path)]
    seen.stack = traceback.StackSummary.from_list(own)
    seen.__cause__ = seen.__context__ = None
    return "".join(seen.format()).rstrip()


def _answer(folder: Path) -> tuple[list[float], float, torch.Tensor]:
    """Read what a script has written."""
    for name in (METRICS, PREDICTIONS):
        if not (folder / name).is_file():
            raise Failed(f"It has not written {name}. Leave its last part as it was handed out.")
    try:
        metrics = json.loads((folder / METRICS).read_text(encoding="utf-8"))
        losses, reported = [float(loss) for loss in metrics["losses"]], float(metrics["validation_score"])
        content = (folder / PREDICTIONS).read_bytes()  # np.load leaves a file open that is no array
        outputs = torch.from_numpy(np.load(io.BytesIO(content), allow_pickle=False))
    except Exception as error:  # there is little that such files cannot raise: an array's header is parsed as Python
        raise Failed(
            f"{METRICS} or {PREDICTIONS} is not what was asked for: {type(error).__name__}: {error}"
        ) from error
    if not outputs.dim():
        raise Failed(f"{PREDICTIONS} is a single number. Write a row for every row of {TEST}.")
    return losses, reported, outputs


class _Seen:
    """Fills a log while a script runs."""

    def __init__(self, log: Log) -> None:
        self.log = log

    def rate(self, names: Names) -> None:
        """Note the rate of the update that is to come."""
        if "optimizer" in names:
            self.log.rates.append(names["optimizer"].param_groups[0]["lr"])

    def epoch(self, names: Names) -> None:
        """Note the scores at the end of an epoch."""
        scores = {"train_score": self.log.training, "val_score": self.log.validation}
        for name, series in {**scores, "val_loss": self.log.validation_losses}.items():
            if name in names:
                series.append(names[name])


def _watched(text: str, path: Path) -> ast.Module:
    """Return a script that tells of its steps and epochs; one that has no loop that is known is left as it is."""
    module = ast.parse(text, str(path))
    for statement in module.body:
        if isinstance(statement, ast.For):
            for inner in (one for one in statement.body if isinstance(one, ast.For)):
                inner.body.insert(0, _call("rate", inner.body[0]))
                named = [n for n, one in enumerate(statement.body) if "val_score" in _assigned(one)]
                if named:
                    statement.body.insert(named[-1] + 1, _call("epoch", statement.body[named[-1]]))
                return module
    return module


def _call(method: str, at: ast.stmt) -> ast.stmt:
    call = ast.parse(f"{SEEN}.{method}(globals())").body[0]
    for node in ast.walk(call):
        ast.copy_location(node, at)
    return call


def _assigned(statement: ast.stmt) -> set[str]:
    stored = (node for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    return {node.id for node in stored}
