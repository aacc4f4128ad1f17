"""What a result depends on, as one short text: it changes if, and only if, the code that made the result does.

Comments, docstrings and what only describes a scenario (its hints, the answers accepted) do not count.
"""

import ast
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from trainwreck.pairs import declarations
from trainwreck.pairs.entries import Entry
from trainwreck.pairs.packs import package_of

PACKAGE = Path(__file__).resolve().parents[1]
ROOMS = ("training", "tasks")  # what a training may come out differently by
DESCRIBES = {"hints", "also_accepted", "looks_like"}


def digest(parts: Iterable[str]) -> str:
    """Return a short digest of some texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def fingerprint(entry: Entry, *rooms: str) -> str:
    """Return the fingerprint of an entry's runs; ``rooms`` are folders or modules of the package that count as well."""
    own = [entry.path, *([] if entry.is_control else [entry.fix_path])]
    files = [*_reached(entry.root, *own)]
    return digest([*(_code(file) for file in files), *(_room(room) for room in (*ROOMS, *rooms))])


@cache
def _room(name: str) -> str:
    place = PACKAGE / name
    files = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    return "\0".join(_code(file) for file in files)


def _code(file: Path) -> str:
    """Return a file's code without comments, docstrings, and what only describes."""
    tree = declarations.parse(file)
    if tree is None:
        return file.read_bytes().decode(errors="replace") if file.is_file() else ""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Scenario", "Control"):
            node.keywords = [keyword for keyword in node.keywords if keyword.arg not in DESCRIBES]
    return ast.unparse(tree)


def _reached(root: Path, *files: Path) -> list[Path]:
    """Return files and those below their catalogue's root that they import, one by way of another."""
    found: set[Path] = set()
    waiting = list(files)
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += _imported(root, file)
    return sorted(found)


def _imported(root: Path, file: Path) -> Iterator[Path]:
    tree, package = declarations.parse(file), package_of(root)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.ImportFrom):
            base = file.parents[node.level - 1] if node.level else root
            parts = (node.module or "").split(".") if node.module else []
            if not node.level:
                if parts[:1] != [package]:
                    continue
                parts = parts[1:]
            places = [base.joinpath(*parts), *(base.joinpath(*parts, alias.name) for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
            places = [root.joinpath(*parts[1:]) for parts in names if parts[0] == package and len(parts) > 1]
        else:
            continue
        # The built-in catalogue's harness is no part of what a scenario is made of: its rooms are counted as a whole.
        yield from (path for place in places if (path := place.with_suffix(".py")).is_file())
