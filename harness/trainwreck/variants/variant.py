"""A variant of code that a tool is shown: the same run bit for bit, in other words."""

import ast
import random
from collections.abc import Sequence

from trainwreck.scripts.document import MARK
from trainwreck.variants.authors import authors
from trainwreck.variants.forms import reformed
from trainwreck.variants.naming import drawn
from trainwreck.variants.renaming import Renaming


def varied(texts: Sequence[str], key: str) -> list[str]:
    """Return texts of Python code in other words, always the same ones for a key.

    The texts are views of one thing: what has a name in several of them has one new name in all. Of comments, only
    those stay that part a script into cells.

    >>> [text] = varied(["def f(rate):\\n    return g(f(rate=1))\\n"], "key")
    >>> "rate" in text, "g(" in text
    (False, True)
    """
    cells = [_cells(text) for text in texts]
    trees = [[reformed(ast.parse(code), _dice(key, code)) for _, code in one] for one in cells]
    every = [tree for one in trees for tree in one]
    found = authors(every)
    renaming = Renaming(*drawn(found, key), found.known)
    return [
        "\n".join(mark + _text(renaming.visit(tree)) for (mark, _), tree in zip(one, its, strict=True))
        for one, its in zip(cells, trees, strict=True)
    ]


def _dice(key: str, code: str) -> random.Random:
    return random.Random(f"{key} {code}")


def _cells(text: str) -> list[tuple[str, str]]:
    """Return the cells of a script, each with the line above it; the whole, without one, if it has no cells."""
    cells: list[tuple[str, str]] = [("", "")]
    for line in text.splitlines(keepends=True):
        if line.startswith(MARK):
            cells.append((line, ""))
        else:
            cells[-1] = (cells[-1][0], cells[-1][1] + line)
    return cells


def _text(tree: ast.Module) -> str:
    """Return code with two empty lines around functions and classes."""
    text, before = "", None
    for statement in tree.body:
        apart = before and any(isinstance(one, ast.FunctionDef | ast.ClassDef) for one in (before, statement))
        text += ("\n\n" if apart else "") + ast.unparse(statement) + "\n"
        before = statement
    return text
