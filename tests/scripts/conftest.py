"""Recipes' files in miniature."""

from collections.abc import Callable
from textwrap import dedent

import pytest

from trainwreck.scripts.code import Code
from trainwreck.scripts.file import RecipeFile

Made = Callable[..., RecipeFile]


@pytest.fixture
def recipe_file() -> Made:
    """Return a function that makes the set-up of some definitions and a recipe's fields, each a line of code."""

    def made(definitions: str = "", *fields: str, changed: tuple[str, ...] = (), remark: str = "") -> RecipeFile:
        names = "EarlyStopping, Prepared, Split, batches, hold_out, hold_out_groups, mlp, preprocess"
        lines = "".join(f"    {field}\n" for field in fields)
        text = f"from trainwreck import {names}\n{dedent(definitions)}\n{remark}\nrecipe = Recipe(\n{lines})\n"
        return RecipeFile(Code(text), changed)

    return made
