"""A script's cells, each with the definitions that it is the first to need, and the imports of all of them."""

import builtins
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from trainwreck.scripts.code import Unknown
from trainwreck.scripts.layout import stacked
from trainwreck.scripts.setup import Import
from trainwreck.scripts.shelf import Shelf, bound, free

MARK = "# %%"


@dataclass(frozen=True)
class Cell:
    """A titled part of a script."""

    title: str
    blocks: list[str]


def document(docstring: str, cells: Iterable[Cell], shelf: Shelf) -> str:
    """Return a script. What its cells need is taken from the shelf, and nothing else."""
    blocks: list[str] = []
    imports: dict[str, Import] = {}
    known: set[str] = set()
    for cell in cells:
        text, definitions = stacked(cell.blocks), list[str]()
        _fetch(text, shelf, known, imports, definitions)
        _require_new(bound(text), {*shelf.texts} & known)
        known |= bound(text)
        first, *others = [*definitions, *cell.blocks]
        blocks += ["", f"{MARK} {cell.title}\n{first}", *others]
    return f"{_quoted(docstring)}\n\n{_imports(imports.values())}\n{stacked(blocks)}\n"


def _quoted(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"""', '\\"""')
    return f'"""{text}\n"""' if "\n" in text else f'"""{text}"""'


def _fetch(text: str, shelf: Shelf, known: set[str], imports: dict[str, Import], definitions: list[str]) -> None:
    """Fetch the definitions and imports that a text needs, each after those that it needs itself."""
    for name in sorted(free(text) - known):
        if name in shelf.texts:
            known.add(name)
            _fetch(shelf.texts[name], shelf, known, imports, definitions)
            definitions.append(shelf.texts[name])
        elif name in shelf.imports:
            imports[name] = shelf.imports[name]
            if imports[name].module.partition(".")[0] == "trainwreck":
                raise Unknown(
                    f"`{name}` is used in a form that has no counterpart in a script. `trainwreck new` shows its forms"
                )
        elif name not in vars(builtins):
            raise Unknown(f"`{name}` is used where a script does not know it. Define it at the top level of the file")


def _require_new(names: set[str], taken: set[str]) -> None:
    for name in sorted(names & taken):
        raise Unknown(f"`{name}` is a function or class, and a name in the loop of the script. Call it otherwise")


def _imports(imports: Iterable[Import]) -> str:
    """Return import statements in the order of isort: a paragraph for Python's own, and one for the others."""
    ours: dict[bool, list[Import]] = {True: [], False: []}
    for one in imports:
        ours[one.module.partition(".")[0] in sys.stdlib_module_names].append(one)
    return "\n".join(_paragraph(group) for group in ours.values() if group)


def _paragraph(imports: list[Import]) -> str:
    lines = sorted({str(one) for one in imports if not one.name})
    modules: dict[str, list[Import]] = {}
    for one in imports:
        if one.name:
            modules.setdefault(one.module, []).append(one)
    for module, members in sorted(modules.items()):
        lines.append(f"from {module} import {', '.join(map(str, sorted(set(members), key=_rank)))}")
    return "".join(f"{line}\n" for line in lines)


def _rank(member: Import) -> tuple[int, str]:
    """Constants stand before classes, and classes before functions."""
    name = member.name
    return (0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2), name
