"""What a result depends on, as one short text: it changes if, and only if, the code that made the result does.

Comments, docstrings and what only describes a scenario (its hints, the answers accepted) do not count.
"""

import ast
import hashlib
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from trainwreck.pairs import declarations, packs
from trainwreck.pairs.entries import Entry
from trainwreck.proof.environment import LIBRARIES

PACKAGE = Path(__file__).resolve().parents[1]
ROOMS = ("training", "tasks", "pairs/checks")  # whose code decides how a training comes out, and what a check reads
TOPS = ("scenarios", "fixes")
DESCRIBES = {"hints", "also_accepted", "looks_like"}


def digest(parts: Iterable[str]) -> str:
    """Return a short digest of some texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def fingerprint(entry: Entry, *rooms: str) -> str:
    """Return the fingerprint of an entry's runs; ``rooms`` are folders or modules of the package that count as well."""
    return digest([*(_code(file) for file in _files(entry)), *(_room(room) for room in (*ROOMS, *rooms))])


def own_fingerprint(entry: Entry) -> str:
    """Return the fingerprint of an entry's own code: what the harness does with it does not count."""
    return digest(_code(file) for file in _files(entry))


def unfollowed(entry: Entry) -> list[str]:
    """Return what an entry imports that is neither followed to its code nor known by its release."""
    known = {*_roots(entry.root), *LIBRARIES, *sys.stdlib_module_names}
    tops = {name.partition(".")[0] for file in _files(entry) for name in _imports(_roots(entry.root), file)}
    return sorted(tops - known)


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
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ("Scenario", "Control"):
            node.keywords = [keyword for keyword in node.keywords if keyword.arg not in DESCRIBES]
    return ast.unparse(tree)


def _roots(root: Path) -> dict[str, Path]:
    """Return where the packages lie whose files are followed: the catalogue's own, and the built-in one."""
    return {packs.package_of(place): place for place in (packs.BUILT_IN, root)}


def _files(entry: Entry) -> list[Path]:
    """Return an entry's files and those that they import, one by way of another, in an order of their own."""
    roots = _roots(entry.root)
    found: set[Path] = set()
    waiting = [entry.path, *([] if entry.is_control else [entry.fix_path])]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += [path for name in _imports(roots, file) for path in _places(roots, name)]
    return sorted(found, key=lambda file: _dotted(roots, file))


def _imports(roots: dict[str, Path], file: Path) -> Iterator[str]:
    """Yield the full name of everything that a file imports, ``a.b.c`` for ``from a.b import c``."""
    tree = declarations.parse(file)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = _dotted(roots, file).split(".")[: -node.level] if node.level else []
            for alias in node.names:
                yield ".".join([*above, *([node.module] if node.module else []), alias.name])


def _places(roots: dict[str, Path], name: str) -> Iterator[Path]:
    """Yield the files that Python runs to import a name, as far as they lie below the roots.

    Of the built-in catalogue only what is in scenarios/ and fixes/: the package's rooms are counted as a whole.
    """
    package, *parts = name.split(".")
    if package not in roots or (roots[package] == packs.BUILT_IN and (not parts or parts[0] not in TOPS)):
        return
    for end in range(len(parts) + 1):
        place = roots[package].joinpath(*parts[:end])
        choices = [place / "__init__.py", *([place.with_suffix(".py")] if end else [])]
        yield from (path for path in choices if path.is_file() and path.parent != PACKAGE)


def _dotted(roots: dict[str, Path], file: Path) -> str:
    """Return the name under which a file is imported."""
    package, root = max(
        ((package, root) for package, root in roots.items() if file.is_relative_to(root)),
        key=lambda one: len(one[1].parts),
    )
    return ".".join([package, *file.relative_to(root).with_suffix("").parts])
