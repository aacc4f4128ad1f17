"""The text of pieces of Python code, with the comments that a syntax tree does not have."""

import ast
from textwrap import dedent

Located = ast.stmt | ast.expr | ast.keyword


class Lines:
    """The lines of a file; a piece of code is named by its node in the file's syntax tree."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")

    def statement(self, node: ast.stmt) -> str:
        """Return a statement's whole lines, and the comment above it."""
        return self.above(node) + "".join(f"{line}\n" for line in self._lines[first(node) - 1 : node.end_lineno])

    def head(self, node: ast.ClassDef) -> str:
        """Return a class's lines before its body."""
        bottom = first(node.body[0]) - 1 - self.above(node.body[0]).count("\n")
        return "".join(f"{line}\n" for line in self._lines[first(node) - 1 : bottom])

    def argument(self, node: ast.keyword) -> str:
        """Return a keyword argument as lines that end with a comma, and its comments."""
        assert node.end_lineno is not None
        line = self._lines[node.lineno - 1]
        before, indentation = _cut(line, node.col_offset)[0], len(line) - len(line.lstrip())
        lines = self._lines[node.lineno - 1 : node.end_lineno]
        lines[-1] = _cut(lines[-1], node.end_col_offset)[0]
        lines[0] = lines[0][len(before) :]
        continued = [part[indentation:] if not part[:indentation].strip() else part for part in lines[1:]]
        above = "" if before.strip() else dedent(self.above(node))
        behind = self.behind(node, after=",").rstrip()
        return above + "\n".join([lines[0], *continued]) + "," + (f"  {behind}" if behind else "") + "\n"

    def above(self, node: Located) -> str:
        """Return the lines of comment right above a piece of code."""
        top = bottom = first(node) - 1
        while top and self._lines[top - 1].lstrip().startswith("#"):
            top -= 1
        return "".join(f"{line}\n" for line in self._lines[top:bottom])

    def behind(self, node: Located, after: str = "") -> str:
        """Return the comment behind a piece of code, on its last line; ``after`` may stand between the two."""
        rest = _cut(self._lines[(node.end_lineno or 0) - 1], node.end_col_offset)[1].strip().removeprefix(after).strip()
        return f"{rest}\n" if rest.startswith("#") else ""


def first(node: Located) -> int:
    """Return the number of the line on which a piece of code begins, its decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _cut(line: str, offset: int | None) -> tuple[str, str]:
    """Cut a line where a syntax tree says, which counts in bytes."""
    text = line.encode()
    return text[:offset].decode(), text[offset:].decode()
