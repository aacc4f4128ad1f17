"""Orders and spellings that mean the same, drawn by dice.

What is moved is still: it does nothing, draws no random number, and asks for nothing that another could change.
"""

import ast
import random
from collections.abc import Iterator
from typing import Any

NO_GRAD = "torch.no_grad()"
ORDERED = {"dict", "OrderedDict"}  # keep the order of their keywords
STILL = (
    *(ast.Constant, ast.Name, ast.Attribute, ast.UnaryOp, ast.BinOp, ast.Tuple, ast.List, ast.Lambda),
    *(ast.operator, ast.unaryop, ast.expr_context, ast.arguments, ast.arg, ast.keyword),
)

Definition = ast.FunctionDef | ast.ClassDef


def reformed(tree: ast.Module, dice: random.Random) -> ast.Module:
    """Return the code in other orders and spellings, as the dice have it."""
    keeping = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.args.kwarg}
    Spelling(dice, ORDERED | keeping).visit(tree)
    tree.body = [statement for run in _runs(tree.body) for statement in _in_other_order(run, dice)]
    return ast.fix_missing_locations(tree)


class Spelling(ast.NodeTransformer):
    """Tosses a coin wherever there are two ways to say a thing."""

    def __init__(self, dice: random.Random, ordered: set[str]) -> None:
        self.dice, self.ordered, self.temporaries = dice, ordered, 0

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        moving = [keyword for keyword in node.keywords if not _is_still(keyword.value)]
        named = all(keyword.arg for keyword in node.keywords)
        if named and len(moving) < 2 and ast.unparse(node.func).rpartition(".")[2] not in self.ordered:
            self.dice.shuffle(node.keywords)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        if any(isinstance(part, ast.Yield | ast.YieldFrom) for part in ast.walk(node)):
            return node
        match node:
            case ast.FunctionDef(decorator_list=[ast.Call() as decorator]) if ast.unparse(decorator) == NO_GRAD:
                if self.dice.random() < 0.5:
                    node.decorator_list, node.body = [], [ast.With([ast.withitem(decorator)], node.body)]
            case ast.FunctionDef(decorator_list=[], body=[ast.With(items=[item], body=body)]):
                if ast.unparse(item) == NO_GRAD and self.dice.random() < 0.5:
                    node.decorator_list, node.body = [item.context_expr], body
        return node

    def generic_visit(self, node: Any) -> Any:
        super().generic_visit(node)
        if not isinstance(node, ast.ClassDef):  # there, a variable is an attribute
            for name in ("body", "orelse", "finalbody"):
                if isinstance(block := getattr(node, name, None), list):
                    setattr(node, name, [part for one in _joined(block, node) for part in self._spelt(one)])
        return node

    def _spelt(self, statement: ast.stmt) -> Iterator[ast.stmt]:
        """Yield a statement, or two: one that binds a value, and one that uses it."""
        match statement:
            case ast.Return(value=ast.Call() as call) if self.dice.random() < 0.5:
                name = self._temporary()
                yield from self._spelt(ast.Assign([ast.Name(name, ast.Store())], call))
                yield ast.Return(ast.Name(name, ast.Load()))
            case ast.Return(value=ast.Call() as call) | ast.Assign(value=ast.Call() as call):
                if _holds_a_call(call) and self.dice.random() < 0.5:
                    name = self._temporary()
                    yield ast.Assign([ast.Name(name, ast.Store())], call.args[0])
                    call.args[0] = ast.Name(name, ast.Load())
                yield statement
            case _:
                yield statement

    def _temporary(self) -> str:
        self.temporaries += 1
        return f"between_{self.temporaries}"


def _joined(block: list[Any], around: ast.AST) -> list[Any]:
    """Return statements in which no value has a name for the next line's sake alone: the dice shall say which has."""
    found: list[Any] = []
    for statement in block:
        match (found[-1] if found else None, statement):
            case (ast.Assign(targets=[ast.Name(id=name)], value=value), ast.Return(value=ast.Name(id=again))):
                if name == again and isinstance(around, ast.FunctionDef | ast.With) and _uses(around, name) == 2:
                    found[-1] = ast.Return(value)
                    continue
        found.append(statement)
    return found


def _uses(around: ast.AST, name: str) -> int:
    declared = [n for node in ast.walk(around) if isinstance(node, ast.Global | ast.Nonlocal) for n in node.names]
    return [node.id for node in ast.walk(around) if isinstance(node, ast.Name)].count(name) + declared.count(name)


def _holds_a_call(call: ast.Call) -> bool:
    """Say whether a call's first argument is another call, and comes first of all that does anything."""
    return bool(call.args) and isinstance(call.args[0], ast.Call) and _is_still(call.func)


def _is_still(code: ast.AST) -> bool:
    nodes = list(ast.walk(code))
    partials = {id(node) for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == "partial"}
    inner = {id(part) for node in nodes if isinstance(node, ast.Lambda) for part in ast.walk(node.body)}
    return all(isinstance(node, STILL) or id(node) in partials | inner for node in nodes)


def _runs(body: list[ast.stmt]) -> Iterator[list[ast.stmt]]:
    """Yield statements that follow each other and are of one kind: imports, definitions, or a single other one."""
    run: list[ast.stmt] = []
    for statement in body:
        if run and not any(
            all(isinstance(one, kind) for one in (run[-1], statement))
            for kind in (ast.Import | ast.ImportFrom, Definition)
        ):
            yield run
            run = []
        run.append(statement)
    if run:
        yield run


def _in_other_order(run: list[ast.stmt], dice: random.Random) -> list[ast.stmt]:
    """Return imports, or definitions, in any order in which each comes after what it needs to be made."""
    if any(isinstance(one, ast.ImportFrom) and one.module == "__future__" for one in run):
        return run
    names = [one.name for one in run if isinstance(one, Definition)]
    if len(set(names)) < len(names) or not all(_is_made_of_still(one) for one in run):
        return run
    waiting, found = list(run), []
    while waiting:
        missing = {one.name for one in waiting if isinstance(one, Definition)}
        ready = [one for one in waiting if not _needs(one) & missing]
        found.append(dice.choice(ready))
        waiting.remove(found[-1])
    return found


def _needs(statement: ast.stmt) -> set[str]:
    """Return the names that must be bound before a definition is made, itself not among them."""
    nodes = [part for code in _made_of(statement) for part in ast.walk(code)]
    own = statement.name if isinstance(statement, Definition) else ""
    return {node.id for node in nodes if isinstance(node, ast.Name)} - {own}


def _is_made_of_still(statement: ast.stmt) -> bool:
    return all(_is_still(code) or ast.unparse(code) == NO_GRAD for code in _made_of(statement))


def _made_of(statement: ast.stmt) -> list[ast.AST]:
    """Return what is worked out when a definition is made: defaults, decorators, bases, a class's own variables."""
    match statement:
        case ast.FunctionDef():
            defaults = [*statement.args.defaults, *filter(None, statement.args.kw_defaults)]
            return [*statement.decorator_list, *defaults]
        case ast.ClassDef():
            members = [part for member in statement.body for part in _made_of(member)]
            return [*statement.decorator_list, *statement.bases, *statement.keywords, *members]
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value) | ast.Expr(value=value):
            return [value]
    return []
