"""What somebody has changed in a script, told in the fields of a recipe: its model, its optimizer, its update …

Each statement belongs to the part that it makes: by the name that it assigns, by its place in the loop, or because
something else that belongs there makes use of it.
"""

import ast
import copy
from collections.abc import Iterable, Iterator

from trainwreck.learning.parts import Parts, Untold

ROOTS = {
    "X_train": "prepare",
    "X_val": "prepare",
    "y_train": "prepare",
    "y_val": "prepare",
    "train_loader": "loader",
    "model": "model",
    "optimizer": "optimizer",
    "scheduler": "schedule",
    "stopping": "stop",
}
NAMELESS = ("model", "train_loader", "optimizer")  # what every script has; one that calls them otherwise is not told
REPORT = "report"  # what is told of the run: no field of a recipe, and nobody's to change
Texts = dict[str, list[str]]


def changed(before: str, after: str, path: str) -> frozenset[str] | None:
    """Return the fields of a recipe in which two scripts differ; None if the second shows them in no known form."""
    try:
        old, new = (_fields(Parts.of(text, path)) for text in (before, after))
    except Untold:
        return None
    found = {field for field in old.keys() | new.keys() if old.get(field) != new.get(field)}
    if "schedule" not in old.keys() & new.keys():
        found.discard("schedule_per")  # a schedule that comes or goes is advanced somewhere or nowhere
    if found & {"prepare", "predict"}:
        found.discard(REPORT)  # what is reported is in other units, or asked in another way
    return frozenset(found)


def _fields(parts: Parts) -> Texts:
    """Return what belongs to each field, as text without comments, in the script's order."""
    assigned = set().union(*map(_stored, parts.before))
    if missing := [name for name in NAMELESS if name not in assigned]:
        raise Untold(f"it assigns nothing to `{missing[0]}`")
    predict, inputs, _ = parts.asked()
    given = _Given({**ROOTS, parts.loss: "loss", predict: "predict"}, [*parts.before, *parts.definitions])
    given.add("epochs", parts.epochs.iter)
    given.add("prepare", inputs)
    for place, statements in (("epoch", parts.each_epoch), ("batch", parts.each_batch), ("epoch", parts.at_the_end)):
        for statement in statements:
            given.add(_field(statement, place, given.roots), statement)
            if _calls(statement, "scheduler"):
                given.texts.setdefault("schedule_per", []).append(place)
    return given.texts


def _field(statement: ast.stmt, place: str, roots: dict[str, str]) -> str:
    """Return the field that a statement within the loops belongs to, or nothing."""
    if _calls(statement, "scheduler") or _calls(statement, "print"):
        return ""
    if any(isinstance(node, ast.Name) and node.id == "stopping" for node in ast.walk(statement)):
        return "stop"
    if place == "batch" or ast.unparse(statement).startswith("model."):
        return "step"
    named = [roots[name] for name in _stored(statement) if name in roots]
    if named:
        return named[0]
    return REPORT if _stored(statement) & {"outputs", "train_score", "val_score", "val_loss"} else ""


class _Given:
    """The statements outside of the loops, by what needs them."""

    def __init__(self, roots: dict[str, str], statements: list[ast.stmt]) -> None:
        self.roots, self.statements = roots, statements
        self.texts: Texts = {}
        self._called = {name: field for name, field in roots.items() if field in ("loss", "predict")}
        self._taken: set[tuple[str, int]] = set()
        for name, field in roots.items():
            self._take(name, field)

    def add(self, field: str, node: ast.AST) -> None:
        """Give a field a statement, and what the statement makes use of."""
        if field:
            self.texts.setdefault(field, []).append(_text(node, self._called))
            self._needed(field, node)

    def _needed(self, field: str, node: ast.AST) -> None:
        for name in sorted(_loaded(node) - self.roots.keys()):
            self._take(name, field)

    def _take(self, name: str, field: str) -> None:
        for number, statement in enumerate(self.statements):
            if name in _makes(statement, self.roots) and (field, number) not in self._taken:
                self._taken.add((field, number))
                self.texts.setdefault(field, []).append(_text(statement, self._called))
                self._needed(field, statement)


def _makes(statement: ast.stmt, roots: Iterable[str]) -> set[str]:
    """Return the names that a statement defines, assigns or, as a call or a block, acts upon."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return set()
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
        return _stored(statement)
    match statement:
        case ast.Expr(ast.Call(func=ast.Attribute() as function)) if (owner := _owner(function)) in roots:
            return {owner}
        case ast.Expr(ast.Call(func=ast.Name(id="print" | "seed_everything"))):
            return set()
    acted = {name for name in _loaded(statement) if name in ("model", "optimizer")}
    return _stored(statement) | ({"model"} if "model" in acted else acted)


def _stored(node: ast.AST) -> set[str]:
    return set(_targets(node))


def _targets(node: ast.AST) -> Iterator[str]:
    """Yield the names that are assigned, or that own the element or attribute which is."""
    for one in ast.walk(node):
        if isinstance(getattr(one, "ctx", None), ast.Store) and isinstance(
            one, ast.Name | ast.Attribute | ast.Subscript
        ):
            yield _owner(one)


def _owner(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _loaded(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}


def _calls(statement: ast.stmt, name: str) -> bool:
    match statement:
        case ast.Expr(ast.Call(func=function)):
            return _owner(function) == name
    return False


def _text(node: ast.AST, called: dict[str, str]) -> str:
    """Return a statement's text without comments and docstrings; what a function is called makes no difference."""
    node = copy.deepcopy(node)
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            one.id = called.get(one.id, one.id)
        body = getattr(one, "body", None)
        if (
            isinstance(one, ast.FunctionDef | ast.ClassDef)
            and ast.get_docstring(one) is not None
            and len(body or []) > 1
        ):
            one.body = one.body[1:]
    return ast.unparse(node)
