"""A script's cells, each with the definitions that it is the first to need, and the imports of all of them."""

import builtins
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trainwreck.scripts.code import Unknown
from trainwreck.scripts.file import Import
from trainwreck.scripts.layout import stacked
from trainwreck.scripts.shelf import Shelf, bound, free

MARK = "# %%"


@dataclass(frozen=True)
class Cell:
    """A titled part of a script."""

    title: str
    blocks: list[str]


def document(docstring: str, cells: Iterable[Cell], shelf: Shelf) -> str:
    """Return a script. What its cells need is taken from the shelf, and nothing else."""
    needs = _Needs(shelf)
    blocks: list[str] = []
    for cell in cells:
        first, *others = [*needs.definitions(stacked(cell.blocks)), *cell.blocks]
        blocks += ["", f"{MARK} {cell.title}\n{first}", *others]
    return f"{_quoted(docstring)}\n\n{_imports(needs.imports.values())}\n{stacked(blocks)}\n"


class _Needs:
    """What has been taken from a shelf so far."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.imports: dict[str, Import] = {}
        self._defined: set[str] = set()
        self._assigned: set[str] = set()

    def definitions(self, text: str) -> list[str]:
        """Return the definitions that a cell is the first to need, each after those that it needs itself."""
        found = list(self._fetch(text))
        for name in sorted(bound(text) & self._defined):
            raise Unknown(f"`{name}` is a function or class, and a variable of the script. Call it otherwise")
        self._assigned |= bound(text)
        return found

    def _fetch(self, text: str) -> Iterator[str]:
        for name in sorted(free(text) - self._assigned):
            if name in self._defined:
                continue
            if name in self.shelf.texts:
                self._defined |= bound(self.shelf.texts[name])
                yield from self._fetch(self.shelf.texts[name])
                yield self.shelf.texts[name]
            elif name in self.shelf.imports:
                self._import(name)
            elif name not in vars(builtins):
                raise Unknown(f"`{name}` is used where a script does not know it. Define it at the top of the file")

    def _import(self, name: str) -> None:
        self.imports[name] = self.shelf.imports[name]
        if self.imports[name].top == "trainwreck":
            raise Unknown(
                f"`{name}` is used in a form that has no counterpart in a script. docs/scripts.md has the forms"
            )


def _quoted(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"""', '\\"""')
    text = f'{text[:-1]}\\"' if text.endswith('"') else text
    return f'"""{text}\n"""' if "\n" in text else f'"""{text}"""'


def _imports(imports: Iterable[Import]) -> str:
    """Return import statements in the order of isort: a paragraph for Python's own, and one for the others."""
    ours: dict[bool, list[Import]] = {True: [], False: []}
    for one in imports:
        ours[one.top in sys.stdlib_module_names].append(one)
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
