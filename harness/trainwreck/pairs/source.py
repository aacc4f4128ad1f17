"""One recipe as a file of its own, without anything that tells whether it is broken, fixed or healthy.

What a recipe needs is gathered from the scenario's file and the fix's, as it is written there. The textbook's ``step``
and ``predict`` are written out where a recipe uses them, so that a recipe with a step of its own does not look
different. A class of a fix that derives from one of the scenario's is written as one: the fault would stand in its
base.
"""

import ast
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from textwrap import indent

from trainwreck.errors import UserError
from trainwreck.pairs.bindings import THEIRS, File, binds, own_name, text_of, textbook
from trainwreck.pairs.entries import BROKEN, HEALTHY, Entry
from trainwreck.pairs.fields import WRITTEN_OUT, Field, broken_fields, control_recipe, dosed, recipe_fields, spelled_out
from trainwreck.pairs.merging import merged


def setup_file(entry: Entry, recipe: str, dose: float | None = None) -> str:
    """Return Python source that binds ``recipe`` to a recipe of an entry: ``broken``, ``healthy`` or a fix.

    Comments stay, and so do the docstrings of functions and classes. With a ``dose``, ``broken`` has as much of the
    fault as its severities say at this dose, and a fix changes that; where these dose the data, the source is the same
    at all of them.
    """
    try:
        text = text_of(entry.path)
        scenario = File(text if dose is None else dosed(text, dose))
        if recipe == HEALTHY:
            return _written(recipe_fields(control_recipe(scenario), scenario), comment="")
        if recipe == BROKEN:
            return _written(broken_fields(scenario), scenario.comment(recipe))
        fixes = File(spelled_out(text_of(entry.fix_path), broken_fields(scenario)), scenario)
        return _written(recipe_fields(ast.Name(recipe), fixes), fixes.comment(recipe))
    except ValueError as error:
        raise UserError(
            f"The recipe {recipe!r} of {entry.name!r} cannot be written as a file of its own: {error}. Write it so, "
            "then run again."
        ) from error


def setup_source(entry: Entry, recipe: str, dose: float | None = None) -> str:
    """Return the same for the eyes of a tool: without docstrings, comments and annotations, which could tell."""
    statements = ast.parse(setup_file(entry, recipe, dose)).body
    heads = [ast.unparse(statement) for statement in statements if isinstance(statement, ast.Import | ast.ImportFrom)]
    bodies = [_bare(statement) for statement in statements[len(heads) :]]
    return "\n".join(heads) + "\n\n\n" + "\n\n".join(bodies) + "\n"


@dataclass(frozen=True)
class _Needed:
    """A statement that binds a name which a recipe needs."""

    name: str
    statement: ast.stmt
    text: str

    @property
    def is_import(self) -> bool:
        return isinstance(self.statement, ast.Import | ast.ImportFrom)


def _written(given: dict[str, Field], comment: str) -> str:
    """Return a file that binds ``recipe`` to a recipe of these fields."""
    own = {name: field for name, field in given.items() if not _is_textbook(field)}
    needed = list(_needed(own))
    _require_one_meaning(needed)
    arguments = {name: f"{name}={name},\n" for name in WRITTEN_OUT}
    arguments |= {name: field.file.lines.argument(field.keyword) for name, field in own.items()}
    recipe = "".join(indent(arguments[name], "    ") for name in _order() if name in arguments)
    bodies = dict.fromkeys(one.text for one in needed if not one.is_import)
    whole = "\n\n".join([_imports(needed), *bodies, f"{comment}recipe = Recipe(\n{recipe})\n"])
    return merged(whole.replace(THEIRS, ""))


def _is_textbook(field: Field) -> bool:
    """Say whether a field names the textbook's own function, as if it had not been given."""
    match field.keyword.value:
        case ast.Name(id=name) if field.keyword.arg in WRITTEN_OUT and (owner := field.file.owner(name)):
            match owner.bound[name]:
                case ast.ImportFrom(module=str(module), names=names):
                    return module.startswith("trainwreck") and field.keyword.arg in {alias.name for alias in names}
    return False


@cache
def _order() -> list[str]:
    """Return the names of a recipe's fields in their order."""
    recipe = textbook().bound["Recipe"]
    assert isinstance(recipe, ast.ClassDef)
    return [name for member in recipe.body if isinstance(member, ast.AnnAssign) for name in binds(member)]


def _needed(own: dict[str, Field]) -> Iterator[_Needed]:
    """Yield the statements that bind what a recipe uses, each after those that it needs itself."""
    seen: set[tuple[File, str]] = set()

    def visit(code: ast.AST, file: File) -> Iterator[_Needed]:
        for used in _names(code):
            owner, name = file.owner(used), own_name(used)
            if owner and (owner, name) not in seen:
                seen.add((owner, name))
                yield from one(name, owner)

    def one(name: str, owner: File) -> Iterator[_Needed]:
        if owner is textbook():
            text = _bare(owner.bound[name]) + "\n"
            statement = ast.parse(text).body[0]
        else:
            text, statement = owner.lines.statement(owner.bound[name]), owner.bound[name]
        yield from visit(statement, owner)
        yield _Needed(name, _only(statement, name), text)

    for name in _order():
        if name in own:
            yield from visit(own[name].keyword, own[name].file)
        elif name in WRITTEN_OUT:
            yield from one(name, textbook())


def _names(code: ast.AST) -> Iterator[str]:
    """Yield the names that a piece of code uses, but for the parameters of its functions."""
    waiting: deque[tuple[ast.AST, frozenset[str]]] = deque([(code, frozenset())])
    while waiting:
        node, local = waiting.popleft()
        if isinstance(node, ast.Name) and node.id not in local:
            yield node.id
        inside = local
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            inside |= {argument.arg for argument in ast.walk(node.args) if isinstance(argument, ast.arg)}
        body = getattr(node, "body", [])
        within = body if isinstance(body, list) else [body]
        waiting.extend((part, inside if part in within else local) for part in ast.iter_child_nodes(node))


def _require_one_meaning(needed: Iterable[_Needed]) -> None:
    meanings: dict[str, str] = {}
    for one in needed:
        text = ast.unparse(one.statement).replace(THEIRS, "")
        if meanings.setdefault(one.name, text) != text:
            raise ValueError(f"it needs two things that are called `{one.name}`, and each must have a name of its own")


def _imports(needed: Iterable[_Needed]) -> str:
    """Return the lines that import what is needed, one a module."""
    modules = {"trainwreck": {"Recipe"}}
    lines: set[str] = set()
    for one in needed:
        match one.statement:
            case ast.ImportFrom(module=module, names=names, level=level):
                modules.setdefault("." * level + (module or ""), set()).update(map(ast.unparse, names))
            case ast.Import():
                lines.add(ast.unparse(one.statement))
    lines |= {f"from {module} import {', '.join(sorted(names))}" for module, names in modules.items()}
    return "".join(f"{line}\n" for line in sorted(lines))


def _only(statement: ast.stmt, name: str) -> ast.stmt:
    """Return a statement as it is; of an import only what was asked for: the rest would tell of the other recipes."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        names = [alias for alias in statement.names if (alias.asname or alias.name.partition(".")[0]) == name]
        if isinstance(statement, ast.ImportFrom):
            return ast.ImportFrom(statement.module, names, statement.level)
        return ast.Import(names)
    return statement


def _bare(statement: ast.stmt) -> str:
    """Return a statement's source without docstrings and annotations; comments are none of the tree's."""
    tree = ast.Module([_unannotated(ast.parse(ast.unparse(statement)).body[0])], [])
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
