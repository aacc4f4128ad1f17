"""A script for the eyes of a tool: without what a person has written of it."""

import ast
import io
import tokenize

from trainwreck.scripts.document import MARK


def bare(text: str) -> str:
    """Return a script without docstrings and comments, which could tell what is wrong with it; its cells stay.

    >>> print(bare("# why\\nx = 1  # what\\n\\n# %% Model\\nmodel = None\\n"), end="")
    x = 1
    <BLANKLINE>
    # %% Model
    model = None
    """
    lines: list[str | None] = [*text.splitlines()]
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and not token.string.startswith(MARK):
            lines[token.start[0] - 1] = token.line[: token.start[1]].rstrip() or None
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            _without(lines, node.body)
    return "\n".join(line for line in lines if line is not None).strip("\n") + "\n"


def _without(lines: list[str | None], body: list[ast.stmt]) -> None:
    """Take a docstring, with the empty line behind it, out of some lines; it leaves no body empty."""
    start, end = body[0].lineno - 1, body[0].end_lineno
    assert end is not None
    for line in range(start, end):
        lines[line] = None
    if len(body) == 1:
        lines[start] = " " * body[0].col_offset + "pass"
    elif not lines[end]:
        lines[end] = None
