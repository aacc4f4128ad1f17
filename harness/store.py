"""Records on disk: one finished run, one JSON file.

A record belongs to the source text of the scenario, its fix and the modules that they and the training import, to the
library releases that matter, and to seed, images and device. All of that is in its fingerprint, so that a record of
anything else is never taken for it.
"""

import ast
import hashlib
import json
import math
import os
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import torch

from harness.catalogue import INSTALLED
from harness.environment import environment
from harness.errors import UserError
from harness.execution import Job
from harness.run import Epoch, Run, Scores

TRAINING = INSTALLED / "harness" / "training.py"


@dataclass(frozen=True)
class Store:
    """The records below one folder, of runs on one source of images and one device."""

    folder: Path
    images: str
    device: torch.device

    @classmethod
    def opened(cls, folder: Path, images: str, device: torch.device) -> "Store":
        """Make the folder; a UserError says so if nothing can be written there."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise UserError(
                f"Records cannot be written to '{folder}': {error.strerror}. Name another --out."
            ) from error
        return cls(folder, images, device)

    def path(self, job: Job) -> Path:
        """Return where the record of a job lies."""
        case = f"{job.entry.component}.{job.entry.name}"
        return self.folder / f"{self.images}-{self.device}" / case / f"{job.recipe}-{job.seed}.json"

    def read(self, job: Job) -> Run | None:
        """Return the recorded run of a job; None if there is none, or only one of another version of the code."""
        path = self.path(job)
        if not path.is_file():
            return None
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            return _run(record["run"]) if record["fingerprint"] == self._fingerprint(job) else None
        except (ValueError, KeyError, TypeError) as error:
            raise UserError(f"'{path}' is not a whole record ({error!r}). Delete it, and run again.") from error

    def write(self, job: Job, run: Run) -> None:
        """Record a run: written beside its place and then renamed, so that no half of one is ever found there."""
        record = {"fingerprint": self._fingerprint(job), "run": _plain(asdict(run))}
        write_whole(self.path(job), json.dumps(record, allow_nan=False))

    def _fingerprint(self, job: Job) -> str:
        entry = job.entry
        sources = [entry.path, *([] if entry.is_control else [entry.fix_path])]
        parts = [text_of(reached(TRAINING, *sources))]
        parts += [json.dumps(environment()), self.images, str(self.device), job.recipe, str(job.seed)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is either there in full or not there at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@cache
def reached(*files: Path) -> tuple[Path, ...]:
    """Return these Python files and the harness's modules that they import, one by way of another: all that counts."""
    found: set[Path] = set()
    waiting = list(files)
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += _imported(file)
    return tuple(sorted(found))


@cache
def _imported(file: Path) -> tuple[Path, ...]:
    statements = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    names = [f"{node.module}" for node in statements if isinstance(node, ast.ImportFrom)]
    names += [
        f"{node.module}.{alias.name}" for node in statements if isinstance(node, ast.ImportFrom) for alias in node.names
    ]
    names += [alias.name for node in statements if isinstance(node, ast.Import) for alias in node.names]
    paths = [INSTALLED.joinpath(*name.split(".")).with_suffix(".py") for name in names if name.startswith("harness.")]
    return tuple(path for path in paths if path.is_file())


def text_of(files: Iterable[Path]) -> str:
    """Return the text of some files as one."""
    return "\0".join(file.read_text(encoding="utf-8") for file in files)


def _plain(value: Any) -> Any:
    """Replace the floats that JSON does not have by their names."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return repr(value) if isinstance(value, float) and not math.isfinite(value) else value


def _run(record: dict[str, Any]) -> Run:
    return Run(
        seed=record["seed"],
        losses=tuple(float(loss) for loss in record["losses"]),
        epochs=tuple(Epoch(Scores(**e["scores"]), float(e["validation_loss"])) for e in record["epochs"]),
        final=Scores(**record["final"]),
        predicted=tuple(record["predicted"]),
        seconds=record["seconds"],
    )
