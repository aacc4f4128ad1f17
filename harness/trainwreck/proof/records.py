"""Records on disk: one finished piece of work, one JSON file, written whole or not at all.

A record carries the fingerprint of what made it, so that a record of anything else is never taken for it.
"""

import json
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from trainwreck.errors import UserError

T = TypeVar("T")


@dataclass(frozen=True)
class Records:
    """The records below one folder; ``option`` is the option that names it, for the error's cure."""

    folder: Path
    option: str = "--out"

    @classmethod
    def opened(cls, folder: Path, option: str = "--out") -> "Records":
        """Make the folder; a UserError says so if nothing can be written there."""
        require_writable(folder / "record", option)
        return cls(folder, option)

    def read(self, place: str | Path, fingerprint: str, make: Callable[[Any], T]) -> T | None:
        """Return what is recorded at a place; None if there is nothing, or only what other code has made.

        A record that is damaged counts for nothing, with a warning: the work is done again.
        """
        path = self.folder / place
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            return make(record["body"]) if record["fingerprint"] == fingerprint else None
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError) as error:
            warnings.warn(f"'{path}' is no whole record ({error!r}): it is made again.", stacklevel=2)
            return None

    def write(self, place: str | Path, fingerprint: str, body: Any) -> None:
        """Record a piece of work."""
        path = self.folder / place
        try:
            write_whole(path, json.dumps({"fingerprint": fingerprint, "body": body}, allow_nan=False))
        except OSError as error:
            raise UserError(
                f"'{path}' cannot be written: {error.strerror}. What is finished is kept; make room, or name another "
                f"folder with {self.option}."
            ) from error


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is either there in full or not there at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8", newline="")  # the same bytes on every system
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Yield a folder to be filled, which takes this place once it is whole; if anything fails, nothing is left.

    A UserError says so if the place is taken, before anything is done.
    """
    if folder.exists():
        raise UserError(f"'{folder}' is there already. Name a new folder, or remove it.")
    require_writable(folder)
    try:
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}") as beside:
            whole = Path(beside) / folder.name
            whole.mkdir()
            yield whole
            whole.rename(folder)
    except OSError as error:
        raise UserError(f"'{folder}' cannot be written: {error.strerror}. Make room, or name another.") from error


def require_writable(target: Path, option: str = "") -> None:
    """Refuse, before any work is done, a file that could not be written in the end; an option may have named it."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=target.parent):
            pass
        reason = "Is a directory" if target.is_dir() else None
    except OSError as error:
        reason = error.strerror
    if reason:
        cure = f"Name another place with {option}." if option else "Name another place."
        raise UserError(f"'{target}' cannot be written: {reason}. {cure}")
