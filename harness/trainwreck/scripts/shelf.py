"""What a script may need, to be taken by name: definitions, and the imports that they use in turn."""

import ast
import importlib
import inspect
import re
import symtable
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from trainwreck.scripts.code import Code, Unknown
from trainwreck.scripts.file import Import, imports_of


@dataclass
class Shelf:
    """Definitions and imports, by the names that they bind."""

    texts: dict[str, str] = field(default_factory=dict)
    imports: dict[str, Import] = field(default_factory=dict)

    def put(self, other: "Shelf") -> None:
        """Add what stands on another shelf; two things of one name cannot both be had."""
        for name, text in other.texts.items():
            if self.texts.setdefault(name, text) != text:
                raise Unknown(f"it needs two things that are called `{name}`. Call the scenario's otherwise")
        self.imports |= other.imports


def free(text: str) -> set[str]:
    """Return the names that a piece of code uses and does not bind.

    >>> sorted(free("def f(x):\\n    return g(x) + a\\n\\n\\nb = f(c)"))
    ['a', 'c', 'g']
    """
    table = symtable.symtable(text, "script", "exec")
    used = {symbol.get_name() for inner in _tables(table) for symbol in inner.get_symbols() if symbol.is_global()}
    used |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced()}
    return used - bound(text)


def bound(text: str) -> set[str]:
    """Return the names that a piece of code binds at its top level."""
    symbols = symtable.symtable(text, "script", "exec").get_symbols()
    return {symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()}


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for child in table.get_children():
        yield child
        yield from _tables(child)


def shelf_of(thing: Callable[..., Any]) -> Shelf:
    """Return a function or class of this package or of a pack, with all that it needs, from its own source."""
    if not (inspect.isfunction(thing) or inspect.isclass(thing)):
        raise Unknown(f"`{thing!r}` has no source of its own. Use a function that is defined with `def`")
    path = inspect.getsourcefile(thing)
    if path is None:
        raise Unknown(f"the source of `{thing.__name__}` cannot be found. Define it in a file")
    with tokenize.open(path) as file:
        code = Code(file.read())
    statements = {name: node for node in code.tree.body for name in _names(node)}
    imports, shelf = imports_of(code.tree), Shelf()

    def fetch(name: str) -> None:
        if name in statements and name not in shelf.texts:
            shelf.texts[name] = text = plain(code, statements[name])
            for other in sorted(free(text)):
                fetch(other)
        elif name in imports and imports[name].top == "trainwreck" and imports[name].name:
            shelf.put(shelf_of(getattr(importlib.import_module(imports[name].module), imports[name].name)))
        elif name in imports:
            shelf.imports[name] = imports[name]

    fetch(thing.__name__)
    return shelf


def _names(node: ast.stmt) -> list[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
            return [name]
    return []


def plain(code: Code, statement: ast.stmt) -> str:
    """Return a statement without annotations, and with the first line of each docstring only."""

    def substitute(node: ast.AST) -> str | None:
        match node:
            case ast.arg(arg=name, annotation=ast.expr()):
                return name
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                return f"{code.of(target)} = {code.of(value)}"
            case ast.Expr(value=ast.Constant(value=str(text))):
                return f'"""{text.strip().partition(chr(10))[0].replace("``", "`")}"""'
        return None

    return re.sub(r"\) -> [^\n]+:$", "):", code.statement(statement, substitute), flags=re.MULTILINE)
