"""A script as a notebook: a cell for each of its parts."""

import ast
import re
from types import ModuleType

from trainwreck.errors import UserError
from trainwreck.scripts.document import MARK

UPLOAD = "In Colab, upload `train.npz` and `test.npz` first: the folder's icon is on the left."


def notebook(script: str) -> str:
    """Return a script as the text of a notebook for Jupyter and Colab, its docstring as the first cell's prose."""
    jupytext = _jupytext()
    tree = ast.parse(script)
    code = "\n".join(script.splitlines()[tree.body[0].end_lineno :])
    story = _prose(f"# {ast.get_docstring(tree)}\n\n{UPLOAD}")
    headed = re.sub(rf"^{MARK} (.+)$", lambda mark: f"{_prose(f'## {mark[1]}')}\n{MARK}", code, flags=re.MULTILINE)
    made = jupytext.reads(f"{story}\n{MARK}\n{headed.strip()}\n", fmt="py:percent")
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    for number, cell in enumerate(made.cells):
        cell["id"] = f"cell-{number}"  # else drawn at random, and no two notebooks would be the same
    text: str = jupytext.writes(made, fmt="ipynb")
    return text


def script_of(notebook: str) -> str:
    """Return the code of a notebook as a script: prose and what only Jupyter understands become comments."""
    jupytext = _jupytext()
    text: str = jupytext.writes(jupytext.reads(notebook, fmt="ipynb"), fmt="py:percent")
    return text


def _jupytext() -> ModuleType:
    try:
        import jupytext
    except ImportError as error:
        raise UserError('A notebook needs jupytext. Install it: pip install "trainwreck[notebook]".') from error
    module: ModuleType = jupytext
    return module


def _prose(text: str) -> str:
    """Return a cell of Markdown."""
    return f"{MARK} [markdown]\n" + "".join(f"# {line}".rstrip() + "\n" for line in text.splitlines())
