"""A script as a notebook: its story, its headings and its code, which runs cell by cell."""

import json
import sys

import pytest

from trainwreck.errors import UserError
from trainwreck.scripts.notebook import UPLOAD, notebook

SCRIPT = '''"""A loss that stands still.

It ends where it began.
"""

import math

# %% Data
x = math.pi


# %% Model
def f(y):
    """Half of it."""
    return y / 2


z = f(x)
'''


@pytest.fixture
def cells() -> list[tuple[str, str]]:
    return [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(notebook(SCRIPT))["cells"]]


def test_the_story_comes_first_with_what_to_upload(cells):
    assert cells[0] == ("markdown", f"# A loss that stands still.\n\nIt ends where it began.\n\n{UPLOAD}")


def test_each_part_has_its_heading_and_its_code(cells):
    kinds = [kind for kind, _ in cells]
    assert kinds == ["markdown", "code", "markdown", "code", "markdown", "code"]
    assert [text for kind, text in cells[1:] if kind == "markdown"] == ["## Data", "## Model"]


def test_the_cells_run_one_after_the_other(cells):
    scope: dict = {}
    for kind, text in cells:
        if kind == "code":
            exec(text, scope)
    assert scope["z"] == scope["x"] / 2


def test_it_is_a_valid_notebook_and_the_same_every_time():
    nbformat = pytest.importorskip("nbformat")
    nbformat.validate(nbformat.reads(notebook(SCRIPT), as_version=4))
    assert notebook(SCRIPT) == notebook(SCRIPT)


def test_without_jupytext_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "jupytext", None)
    with pytest.raises(UserError, match=r'pip install "trainwreck\[notebook\]"'):
        notebook(SCRIPT)
