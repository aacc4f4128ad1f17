"""What is handed in: a training script, as a file, a notebook, or a folder that holds one."""

from dataclasses import dataclass
from pathlib import Path

from trainwreck.errors import UserError
from trainwreck.judging.reader import Unreadable, contents, plain
from trainwreck.scripts.folder import NOTEBOOK, SCRIPT
from trainwreck.scripts.notebook import script_of

LARGEST = 2**20  # bytes of a script


@dataclass(frozen=True)
class Submission:
    """A script that is handed in under a name; ``problem`` says why there is none, so that the others go on."""

    name: str
    text: str = ""
    problem: str = ""


def read(path: Path) -> Submission:
    """Read what is handed in at a path: a .py, an .ipynb, or a folder with train.py or train.ipynb in it."""
    name = plain(str(path))
    try:
        file = _file(path)
        text = contents(file, LARGEST).decode("utf-8-sig")
        if not text.strip():
            raise Unreadable(f"{file.name} is empty")
        return Submission(name, script_of(text) if file.suffix == ".ipynb" else text)
    except Unreadable as error:
        return Submission(name, problem=str(error))
    except UnicodeDecodeError:
        return Submission(name, problem=f"{path.name} is no text in UTF-8")
    except UserError:
        raise  # something is not installed, which no other submission changes
    except Exception as error:  # of a notebook that is none
        return Submission(name, problem=f"{path.name} is no notebook: {type(error).__name__}")


def _file(path: Path) -> Path:
    if path.is_symlink():  # it may lead to what somebody else has handed in
        raise Unreadable(f"{path.name} is a link. Hand in what it leads to")
    if not path.is_dir():
        return path
    return path / (SCRIPT if (path / SCRIPT).exists() or not (path / NOTEBOOK).exists() else NOTEBOOK)
