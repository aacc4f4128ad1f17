"""One recipe as a file of its own, without anything that tells whether it is broken, fixed or healthy.

What a recipe needs is gathered from the scenario's file and the fix's, as it is written there. The textbook's ``step``
and ``predict`` are written out where a recipe uses them, so that a recipe with a step of its own does not look
different. A class of a fix that derives from one of the scenario's is written as one: the fault would stand in its
base. What a function of a fix asks of the broken recipe, as in ``broken.model()``, is written out.
"""

import ast
import tokenize
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from textwrap import indent

from trainwreck import training
from trainwreck.errors import UserError
from trainwreck.pairs.entries import BROKEN, HEALTHY, Entry
from trainwreck.pairs.lines import Lines
from trainwreck.pairs.merging import merged

TEXTBOOK = Path(training.__file__).with_name("recipe.py")  # read, not imported: it would cost a PyTorch
WRITTEN_OUT = ("step", "predict")
DOSED = "__dosed__"  # no name that a scenario would use
THEIRS = "__theirs__"  # before a name of the scenario's, or the textbook's: a fix may have the same


def setup_file(entry: Entry, recipe: str, dose: float | None = None) -> str:
    """Return Python source that binds ``recipe`` to a recipe of an entry: ``broken``, ``healthy`` or a fix.

    Comments stay, and so do the docstrings of functions and classes. With a ``dose``, ``broken`` has as much of the
    fault as its severities say at this dose, and a fix changes that; where these dose the data, the source is the same
    at all of them.
    """
    try:
        text = _text(entry.path)
        scenario = _File(text if dose is None else _dosed(text, dose))
        if recipe == HEALTHY:
            return _written(_recipe(_control(scenario), scenario), comment="")
        if recipe == BROKEN:
            return _written(_broken(scenario), scenario.comment(recipe))
        fixes = _File(_spelled_out(_text(entry.fix_path), _broken(scenario)), scenario)
        return _written(_recipe(ast.Name(recipe), fixes), fixes.comment(recipe))
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


def _text(path: Path) -> str:
    try:
        with tokenize.open(path) as file:
            text = file.read()
        ast.parse(text)
    except (SyntaxError, ValueError, OSError) as error:
        raise UserError(f"'{path}' cannot be read: {error}. Correct it, then run again.") from error
    return text


def _dosed(text: str, dose: float) -> str:
    """Return a scenario's file, with its broken recipe at a dose bound to DOSED if it is the recipe that is dosed."""
    tree = ast.parse(text)
    factories = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Severities"]
    given = [keyword.value for call in calls for keyword in call.keywords if keyword.arg == "at"]
    match [factories.get(ast.unparse(at)) for at in given]:
        case [ast.FunctionDef(args=ast.arguments(args=[argument]), body=[*before, ast.Return(ast.Call() as call)])] if (
            "".join(map(ast.unparse, before)) in ("", f"if not {argument.arg}:\n    return broken")
        ):
            if ast.unparse(call.func) != "replace" or (before and not dose):  # a task; or nothing of the fault
                return text
            return f"{text}\n\n{DOSED} = {ast.unparse(_Given(argument.arg, dose).visit(call))}\n"
        case [None]:  # the factory of a task
            return text
    raise ValueError("its severities must be written as `Severities(…, at=…)`, with a function that returns one call")


class _Given(ast.NodeTransformer):
    """Puts a number in place of a name."""

    def __init__(self, name: str, number: float) -> None:
        self.name, self.number = name, number

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Constant(self.number) if node.id == self.name else node


class _File:
    """The top level of a Python file: which statement binds which name."""

    def __init__(self, text: str, scenario: "_File | None" = None) -> None:
        self.lines = Lines(text)
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
        if self.scenario and name.startswith(THEIRS):
            return self.scenario if _own(name) in self.scenario.bound else _textbook()
        if name in self.borrowed:
            return self.scenario
        return self if name in self.bound else None

    def comment(self, name: str) -> str:
        """Return the comments above the statement that binds a name, and behind it."""
        statement = self.bound.get(name)
        return self.lines.above(statement) + self.lines.behind(statement) if statement else ""


def _own(name: str) -> str:
    """Return a name as the file has it that binds it."""
    return name.removeprefix(THEIRS)


def _spelled_out(text: str, broken: "Mapping[str, _Field]") -> str:
    """Return a fix's file with what the broken recipe was given in the place of ``broken.model`` and its like.

    What it was not given, but for the textbook's functions, stays as it is.
    """
    lines = text.encode().split(b"\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    changes: list[tuple[int, int, str]] = []
    known = {*broken, *WRITTEN_OUT}

    def visit(node: ast.AST) -> None:
        match node:
            case ast.Call(func=ast.Attribute(ast.Name("broken"), field), args=[], keywords=[]) if field in known:
                new = _given(field, broken, called=True)
            case ast.Attribute(ast.Name("broken"), field) if field in known:
                new = _given(field, broken, called=False)
            case _:
                for part in ast.iter_child_nodes(node):
                    visit(part)
                return
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start, end = starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset
        changes.append((start, end, new))

    visit(ast.parse(text))
    whole = text.encode()
    for start, end, new in sorted(changes, reverse=True):
        whole = whole[:start] + new.encode() + whole[end:]
    return whole.decode()


def _given(field: str, broken: "Mapping[str, _Field]", called: bool) -> str:
    """Return what a recipe was given for a field, or what a call of it without arguments comes to."""
    given = broken[field].keyword.value if field in broken else ast.Name(field)
    known = broken[field].file.bound if field in broken else {field}
    theirs = ast.parse(ast.unparse(given), mode="eval").body
    for node in ast.walk(theirs):
        if isinstance(node, ast.Name) and node.id in known:
            node.id = THEIRS + node.id
    match theirs:
        case ast.Call(func=ast.Name(id=name), args=[function, *first], keywords=keywords) if (
            called and _own(name) == "partial"
        ):
            return ast.unparse(ast.Call(function, first, keywords))
    return ast.unparse(theirs) + ("()" if called else "")


@dataclass(frozen=True)
class _Field:
    """A field of a recipe as it is given in a call, and the file that the names in it belong to."""

    keyword: ast.keyword
    file: _File


@dataclass(frozen=True)
class _Needed:
    """A statement that binds a name which a recipe needs."""

    name: str
    statement: ast.stmt
    text: str

    @property
    def is_import(self) -> bool:
        return isinstance(self.statement, ast.Import | ast.ImportFrom)


def _control(scenario: _File) -> ast.expr:
    """Return the expression for a control's recipe."""
    for statement in scenario.bound.values():
        match statement:
            case ast.Assign(value=ast.Call(func=ast.Name("Control"), keywords=keywords)):
                return next(keyword.value for keyword in keywords if keyword.arg == HEALTHY)
    raise ValueError("a control's file must hold one `control = Control(…)`")


def _broken(scenario: _File) -> dict[str, _Field]:
    """Return the fields of a scenario's broken recipe, at the dose that was asked for."""
    return _recipe(ast.Name(DOSED if DOSED in scenario.bound else BROKEN), scenario)


def _recipe(code: ast.expr, file: _File) -> dict[str, _Field]:
    """Return the fields of a recipe that is written as ``Recipe(…)``, ``replace(…)`` or a name for one."""
    match code:
        case ast.Call(func=ast.Name("Recipe"), args=[], keywords=keywords):
            return _fields(keywords, file)
        case ast.Call(func=ast.Name("replace"), args=[base], keywords=keywords):
            return _recipe(base, file) | _fields(keywords, file)
        case ast.Name(id=name) if owner := file.owner(name):
            statement = owner.bound[name]
            if owner is not file and name == BROKEN:
                return _broken(owner)
            if isinstance(statement, ast.Assign):
                return _recipe(statement.value, owner)
    raise ValueError(f"a recipe must be written as `Recipe(…)` or `replace(…)`, not as `{ast.unparse(code)}`")


def _fields(keywords: list[ast.keyword], file: _File) -> dict[str, _Field]:
    for keyword in keywords:
        if keyword.arg is None:
            raise ValueError(f"the fields of a recipe must be named, not given as `**{ast.unparse(keyword.value)}`")
    return {keyword.arg: _Field(keyword, file) for keyword in keywords if keyword.arg}


def _written(given: dict[str, _Field], comment: str) -> str:
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


def _is_textbook(field: _Field) -> bool:
    """Say whether a field names the textbook's own function, as if it had not been given."""
    match field.keyword.value:
        case ast.Name(id=name) if field.keyword.arg in WRITTEN_OUT and (owner := field.file.owner(name)):
            match owner.bound[name]:
                case ast.ImportFrom(module=str(module), names=names):
                    return module.startswith("trainwreck") and field.keyword.arg in {alias.name for alias in names}
    return False


@cache
def _textbook() -> _File:
    return _File(_text(TEXTBOOK))


@cache
def _order() -> list[str]:
    """Return the names of a recipe's fields in their order."""
    recipe = _textbook().bound["Recipe"]
    assert isinstance(recipe, ast.ClassDef)
    return [name for member in recipe.body if isinstance(member, ast.AnnAssign) for name in _binds(member)]


def _needed(own: dict[str, _Field]) -> Iterator[_Needed]:
    """Yield the statements that bind what a recipe uses, each after those that it needs itself."""
    seen: set[tuple[_File, str]] = set()

    def visit(code: ast.AST, file: _File) -> Iterator[_Needed]:
        for used in _names(code):
            owner, name = file.owner(used), _own(used)
            if owner and (owner, name) not in seen:
                seen.add((owner, name))
                yield from one(name, owner)

    def one(name: str, owner: _File) -> Iterator[_Needed]:
        if owner is _textbook():
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
            yield from one(name, _textbook())


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


def _binds(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return [alias.asname or alias.name.partition(".")[0] for alias in names]
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


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
