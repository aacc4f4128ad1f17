"""Python source as it stands, comments and all, with other text in the place of some of its parts."""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate
from textwrap import dedent

from trainwreck.pairs.lines import Lines, first

# Returns the text that takes a part's place; None where the part stays, and its own parts are asked about in turn.
Substitute = Callable[[ast.AST], str | None]


class Unknown(Exception):
    """A form that cannot be written into a script. The message says which, and ends with the form to use instead."""


def as_it_is(_: ast.AST) -> None:
    """Change nothing."""


class Code:
    """A file's text, and its syntax tree: a piece of the one is named by its node in the other.

    >>> code = Code("loss = f(x)  # why\\n")
    >>> code.statement(code.tree.body[0], lambda node: "X" if isinstance(node, ast.Name) and node.id == "x" else None)
    'loss = f(X)  # why'
    """

    def __init__(self, text: str) -> None:
        self.tree = ast.parse(text)
        self.lines = Lines(text)
        self._bytes = text.encode()  # a syntax tree counts in bytes
        self._starts = [0, *accumulate(len(line) + 1 for line in self._bytes.split(b"\n"))]

    def of(self, node: ast.expr, substitute: Substitute = as_it_is) -> str:
        """Return the text of an expression, as if the line on which it begins stood at the left margin."""
        start, end = self._span(node)
        text = self._changed(start, end, self._changes(node, substitute))
        return text.replace(f"\n{self._indentation(start)}", "\n")

    def statement(self, node: ast.stmt, substitute: Substitute = as_it_is) -> str:
        """Return a statement with the comments above it and behind it, at the left margin."""
        assert node.end_lineno is not None
        start, end = self._starts[first(node) - 1], self._starts[node.end_lineno]
        return dedent(self.lines.above(node) + self._changed(start, end, self._changes(node, substitute))).rstrip("\n")

    def rewritten(self, texts: Mapping[ast.expr, str]) -> str:
        """Return the whole text, with other texts in the place of some expressions."""
        return self._changed(0, len(self._bytes), ((*self._span(node), text) for node, text in texts.items()))

    def of_head(self, node: ast.FunctionDef) -> str:
        """Return the first line of a function."""
        return self._bytes[self._starts[node.lineno - 1] :].decode().partition("\n")[0]

    def _changes(self, node: ast.AST, substitute: Substitute) -> Iterator[tuple[int, int, str]]:
        """Yield where a text takes the place of another, and the text."""
        text = substitute(node)
        if text is not None:
            start, end = self._span(node)
            yield start, end, text.replace("\n", f"\n{self._indentation(start)}")
        elif not isinstance(node, ast.JoinedStr):  # Python 3.11 does not know where the parts of an f-string are
            for part in ast.iter_child_nodes(node):
                yield from self._changes(part, substitute)

    def _changed(self, start: int, end: int, changes: Iterable[tuple[int, int, str]]) -> str:
        text = b""
        for begins, ends, new in sorted(changes):
            text += self._bytes[start:begins] + new.encode()
            start = ends
        return (text + self._bytes[start:end]).decode()

    def _indentation(self, at: int) -> str:
        before = self._bytes[:at].decode().rpartition("\n")[2]
        return before[: len(before) - len(before.lstrip())]

    def _span(self, node: ast.AST) -> tuple[int, int]:
        assert isinstance(node, ast.stmt | ast.expr | ast.arg | ast.keyword)
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._starts[node.lineno - 1] + node.col_offset, self._starts[node.end_lineno - 1] + node.end_col_offset
