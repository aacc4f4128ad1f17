"""The fields of a recipe as its author has written them, each with the file that the names in it belong to.

A dose of the fault is put into the broken recipe. What a function of a fix asks of it, as in ``broken.model()``, is
written out.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from trainwreck.pairs.bindings import THEIRS, File, own_name
from trainwreck.pairs.entries import BROKEN, HEALTHY

WRITTEN_OUT = ("step", "predict")
DOSED = "__dosed__"  # no name that a scenario would use


@dataclass(frozen=True)
class Field:
    """A field of a recipe as it is given in a call, and the file that the names in it belong to."""

    keyword: ast.keyword
    file: File


def control_recipe(scenario: File) -> ast.expr:
    """Return the expression for a control's recipe."""
    for statement in scenario.bound.values():
        match statement:
            case ast.Assign(value=ast.Call(func=ast.Name("Control"), keywords=keywords)):
                return next(keyword.value for keyword in keywords if keyword.arg == HEALTHY)
    raise ValueError("a control's file must hold one `control = Control(…)`")


def broken_fields(scenario: File) -> dict[str, Field]:
    """Return the fields of a scenario's broken recipe, at the dose that was asked for."""
    return recipe_fields(ast.Name(DOSED if DOSED in scenario.bound else BROKEN), scenario)


def recipe_fields(code: ast.expr, file: File) -> dict[str, Field]:
    """Return the fields of a recipe that is written as ``Recipe(…)``, ``replace(…)`` or a name for one."""
    match code:
        case ast.Call(func=ast.Name("Recipe"), args=[], keywords=keywords):
            return _fields(keywords, file)
        case ast.Call(func=ast.Name("replace"), args=[base], keywords=keywords):
            return recipe_fields(base, file) | _fields(keywords, file)
        case ast.Name(id=name) if owner := file.owner(name):
            statement = owner.bound[name]
            if owner is not file and name == BROKEN:
                return broken_fields(owner)
            if isinstance(statement, ast.Assign):
                return recipe_fields(statement.value, owner)
    raise ValueError(f"a recipe must be written as `Recipe(…)` or `replace(…)`, not as `{ast.unparse(code)}`")


def _fields(keywords: list[ast.keyword], file: File) -> dict[str, Field]:
    for keyword in keywords:
        if keyword.arg is None:
            raise ValueError(f"the fields of a recipe must be named, not given as `**{ast.unparse(keyword.value)}`")
    return {keyword.arg: Field(keyword, file) for keyword in keywords if keyword.arg}


def dosed(text: str, dose: float) -> str:
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


def spelled_out(text: str, broken: "Mapping[str, Field]") -> str:
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


def _given(field: str, broken: "Mapping[str, Field]", called: bool) -> str:
    """Return what a recipe was given for a field, or what a call of it without arguments comes to."""
    given = broken[field].keyword.value if field in broken else ast.Name(field)
    known = broken[field].file.bound if field in broken else {field}
    theirs = ast.parse(ast.unparse(given), mode="eval").body
    for node in ast.walk(theirs):
        if isinstance(node, ast.Name) and node.id in known:
            node.id = THEIRS + node.id
    match theirs:
        case ast.Call(func=ast.Name(id=name), args=[function, *first], keywords=keywords) if (
            called and own_name(name) == "partial"
        ):
            return ast.unparse(ast.Call(function, first, keywords))
    return ast.unparse(theirs) + ("()" if called else "")
