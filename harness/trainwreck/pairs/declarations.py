"""What a Python file says of itself, read from its text: nothing is imported, so it costs no PyTorch."""

import ast
import tokenize
from pathlib import Path


def parse(path: Path) -> ast.Module | None:
    """Return the syntax tree of a file; None if it cannot be read, which importing it will explain."""
    try:
        return ast.parse(path.read_bytes())  # heeds a byte-order mark and a declared encoding, as Python does
    except (SyntaxError, ValueError, OSError):
        return None


def docstring(tree: ast.Module | None) -> str:
    """Return a module's docstring, or nothing."""
    return (tree and ast.get_docstring(tree)) or ""


def keywords(tree: ast.Module | None, *classes: str) -> dict[str, ast.expr]:
    """Return the keyword arguments of the file's first top-level ``name = Class(…)`` of one of these classes."""
    for node in tree.body if tree else ():
        match node:
            case ast.Assign(value=ast.Call(func=ast.Name(id=name), keywords=given)) if name in classes:
                return {keyword.arg: keyword.value for keyword in given if keyword.arg}
    return {}


def calls(tree: ast.Module | None, *functions: str) -> tuple[str, ...]:
    """Return the names that a file binds, at its top level, to what a call of one of these functions returns."""
    return tuple(
        target.id
        for node in (tree.body if tree else ())
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func) in functions
        for target in node.targets
        if isinstance(target, ast.Name)
    )


def function(path: Path, name: str) -> str:
    """Return the source of a file's top-level function, as it stands there, or nothing."""
    tree = parse(path)
    for node in tree.body if tree else ():
        if isinstance(node, ast.FunctionDef) and node.name == name:
            with tokenize.open(path) as file:
                return "".join(file.readlines()[node.lineno - 1 : node.end_lineno]).rstrip()
    return ""
