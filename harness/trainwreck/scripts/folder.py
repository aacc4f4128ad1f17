"""The files of a script, written so that they are all there or none of them."""

import io
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from trainwreck.errors import UserError
from trainwreck.training.split import Split

SCRIPT, NOTEBOOK, TRAIN, TEST = "train.py", "train.ipynb", "train.npz", "test.npz"


def data_files(available: Split, held_back: Split) -> dict[str, bytes]:
    """Return the two files of data: what is available, and the inputs of what is held back."""
    groups = {} if available.groups is None else {"groups": available.groups.numpy()}
    train = _packed(inputs=available.inputs.numpy(), targets=available.targets.numpy(), **groups)
    return {TRAIN: train, TEST: _packed(inputs=held_back.inputs.numpy())}


def _packed(**arrays: Any) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def require_folder(folder: Path) -> None:
    """Refuse, before any work is done, a folder that could not be written."""
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not (nearest.is_dir() and os.access(nearest, os.W_OK)):
        reason = "may not be written to" if nearest.is_dir() else "is no folder"
        raise UserError(f"'{nearest}' {reason}. Name another folder with -o.")


def require_free(folder: Path, files: Mapping[str, bytes]) -> None:
    """Refuse a folder in which somebody's work would be overwritten: a file that is not the one to be written."""
    for name, content in files.items():
        path = folder / name
        if path.exists() and not (path.is_file() and path.read_bytes() == content):
            raise UserError(
                f"'{path}' is there already, and is not what would be written. Name another folder with -o, or say "
                "--force to overwrite it."
            )


def write(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write all the files, or none; return their paths."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".script") as beside:
            for name, content in files.items():
                (Path(beside) / name).write_bytes(content)
            return [(Path(beside) / name).replace(folder / name) for name in files]
    except OSError as error:
        raise UserError(f"'{folder}' cannot be written: {error.strerror}. Name another folder with -o.") from error
