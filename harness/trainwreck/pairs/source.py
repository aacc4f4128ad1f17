"""One recipe as a file of its own, without anything that tells whether it is broken, mended or healthy.

What a recipe needs is gathered from the scenario's file and the fix's; docstrings, comments, annotations and names
that give the answer away stay behind. The textbook's ``step`` and ``predict`` are written out where a recipe uses
them, so that a recipe with a step of its own does not look different.
"""

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from trainwreck.errors import UserError
from trainwreck.pairs.entries import BROKEN, HEALTHY, Entry
from trainwreck.training import recipe as textbook

ORDER = [field.name for field in fields(textbook.Recipe)]
WRITTEN_OUT: dict[str, Any] = {"step": textbook.step, "predict": textbook.predict}


@dataclass(frozen=True)
class _Part:
    """A piece of code, and the file that the names in it belong to."""

    code: ast.expr
    file: "_File"


class _File:
    """The top level of a Python file: which statement binds which name."""

    def __init__(self, text: str, scenario: "_File | None" = None) -> None:
        self.scenario = scenario
        self.bound: dict[str, ast.stmt] = {}
        self.borrowed: set[str] = set()  # what a fix imports from its scenario
        for statement in ast.parse(text).body:
            for name in _binds(statement):
                if isinstance(statement, ast.ImportFrom) and ".scenarios." in (statement.module or ""):
                    self.borrowed.add(name)
                else:
                    self.bound[name] = statement

    def owner(self, name: str) -> "_File | None":
        """Return the file whose statement binds a name; None for a builtin or a local name."""
        if name in self.borrowed:
            return self.scenario
        return self if name in self.bound else None


def setup_source(entry: Entry, recipe: str) -> str:
    """Return Python source that binds ``recipe`` to a recipe of an entry: ``broken``, ``healthy`` or a fix."""
    scenario = _File(entry.path.read_text(encoding="utf-8"))
    if recipe == HEALTHY:
        whole = _Part(_control(scenario), scenario)
    elif recipe == BROKEN:
        whole = _Part(ast.Name(BROKEN), scenario)
    else:
        whole = _Part(ast.Name(recipe), _File(entry.fix_path.read_text(encoding="utf-8"), scenario))
    try:
        parts = _recipe(whole)
    except ValueError as error:
        raise UserError(
            f"The recipe {recipe!r} of {entry.name!r} cannot be shown to a tool: {error}. Write it so, then run again."
        ) from error
    needed = list(_needed(parts))
    for field, function in WRITTEN_OUT.items():
        if field not in parts:
            own = _File(inspect.getsource(function))
            parts[field] = _Part(ast.Name(function.__name__), own)
            needed += [ast.parse(line).body[0] for line in _imports_of(function.__name__)]
            needed.append(own.bound[function.__name__])
    keywords = [ast.keyword(field, parts[field].code) for field in ORDER if field in parts]
    imports = [statement for statement in needed if isinstance(statement, ast.Import | ast.ImportFrom)]
    others = [statement for statement in needed if not isinstance(statement, ast.Import | ast.ImportFrom)]
    final = ast.Assign([ast.Name("recipe")], ast.Call(ast.Name("Recipe"), [], keywords))
    heads = sorted({ast.unparse(statement) for statement in imports} | {"from trainwreck import Recipe"})
    bodies = [_bare(statement) for statement in [*others, final]]
    return "\n".join(heads) + "\n\n\n" + "\n\n".join(dict.fromkeys(bodies)) + "\n"


def _imports_of(function: str) -> tuple[str, ...]:
    return ("import torch",) if function == "predict" else ()


def _control(scenario: _File) -> ast.expr:
    """Return the expression for a control's recipe."""
    for statement in scenario.bound.values():
        match statement:
            case ast.Assign(value=ast.Call(func=ast.Name("Control"), keywords=keywords)):
                return next(keyword.value for keyword in keywords if keyword.arg == HEALTHY)
    raise ValueError("a control's file must hold one `control = Control(…)`")


def _recipe(part: _Part) -> dict[str, _Part]:
    """Return the fields of a recipe, each as it is written: of ``Recipe(…)``, ``replace(…)`` or a name for one."""
    match part.code:
        case ast.Call(func=ast.Name("Recipe"), args=[], keywords=keywords):
            return _fields(keywords, part.file)
        case ast.Call(func=ast.Name("replace"), args=[base], keywords=keywords):
            return _recipe(_Part(base, part.file)) | _fields(keywords, part.file)
        case ast.Name(id=name):
            file = part.file.owner(name)
            statement = file.bound[name] if file else None
            if file and isinstance(statement, ast.Assign):
                return _recipe(_Part(statement.value, file))
    raise ValueError(f"a recipe must be written as `Recipe(…)` or `replace(…)`, not as `{ast.unparse(part.code)}`")


def _fields(keywords: list[ast.keyword], file: _File) -> dict[str, _Part]:
    for keyword in keywords:
        if keyword.arg is None:
            raise ValueError(f"the fields of a recipe must be named, not given as `**{ast.unparse(keyword.value)}`")
    return {keyword.arg: _Part(keyword.value, file) for keyword in keywords if keyword.arg}


def _needed(parts: dict[str, _Part]) -> Iterator[ast.stmt]:
    """Yield the statements that bind what the fields use, each after those that it needs itself."""
    seen: set[tuple[_File, str]] = set()

    def visit(code: ast.AST, file: _File) -> Iterator[ast.stmt]:
        for name in [node.id for node in ast.walk(code) if isinstance(node, ast.Name)]:
            owner = file.owner(name)
            if owner and (owner, name) not in seen:
                seen.add((owner, name))
                statement = owner.bound[name]
                yield from visit(statement, owner)
                yield _only(statement, name)

    for field in ORDER:
        if field in parts:
            yield from visit(parts[field].code, parts[field].file)


def _only(statement: ast.stmt, name: str) -> ast.stmt:
    """Return a statement as it is; of an import only what was asked for, lest the rest tell of the other recipes."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        names = [alias for alias in statement.names if (alias.asname or alias.name.partition(".")[0]) == name]
        if isinstance(statement, ast.ImportFrom):
            return ast.ImportFrom(statement.module, names, statement.level)
        return ast.Import(names)
    return statement


def _binds(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return [alias.asname or alias.name.partition(".")[0] for alias in names]
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]
    return []


def _bare(statement: ast.stmt) -> str:
    """Return a statement's source without docstrings and annotations; comments are none of the tree's."""
    tree = ast.parse(ast.unparse(ast.fix_missing_locations(statement)))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
            for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]:
                argument.annotation = None
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        if isinstance(node, ast.FunctionDef):
            node.body = [_unannotated(part) for part in node.body]
    return ast.unparse(ast.fix_missing_locations(tree))


def _unannotated(statement: ast.stmt) -> ast.stmt:
    if isinstance(statement, ast.AnnAssign) and statement.value is not None:
        return ast.Assign([statement.target], statement.value)
    return statement
