"""A recipe's ``step`` as the body of the loop over batches."""

import ast
from dataclasses import dataclass

from trainwreck.scripts.code import Code, Unknown
from trainwreck.scripts.file import RecipeFile

SIGNATURE = ("model", "loss", "optimizer", "inputs", "targets")
ROLES = ("model", "criterion", "optimizer", "inputs", "targets")  # what a step is given, as the script calls it


@dataclass(frozen=True)
class Step:
    """The statements of a step, in three places.

    ``before``  what stands before the loop: the values of further parameters.
    ``mode``    ``model.train()``, which needs to be called once an epoch only.
    ``body``    the update.
    ``loss``    the loss that the step returns.
    """

    before: list[str]
    mode: list[str]
    body: list[str]
    loss: str


def step(file: RecipeFile, criterion: str) -> Step:
    """Return the step of a recipe; ``criterion`` is what the script calls the loss function."""
    function, loss = _function(file)
    parameters = [argument.arg for argument in function.args.args]
    names = dict(zip(parameters, (ROLES[0], criterion, *ROLES[2:]), strict=False))
    names |= {} if "loss" in _assigned(function) else {"value": "loss"}
    code, body = file.code, function.body[:-1]

    def substitute(node: ast.AST) -> str | None:
        return names.get(node.id) if isinstance(node, ast.Name) else None

    further = zip(reversed(parameters[len(ROLES) :]), reversed(function.args.defaults), strict=False)
    return Step(
        before=[f"{name} = {code.of(default)}" for name, default in further][::-1],
        mode=[_mode(code, node) for node in body if _sets_mode(node)],
        body=[code.statement(node, substitute) for node in body if not _sets_mode(node)],
        loss=code.of(loss, substitute),
    )


def _function(file: RecipeFile) -> tuple[ast.FunctionDef, ast.expr]:
    """Return the function and the loss that it returns; one that cannot be written into a loop is refused."""
    function = file.function("step")
    if function is None:
        raise Unknown(f"its `step` is no function of the file. Write it as `def step({', '.join(SIGNATURE)}):`")
    name, arguments = function.name, function.args
    returns = [node for node in ast.walk(function) if isinstance(node, ast.Return)]
    last = function.body[-1]
    if not isinstance(last, ast.Return) or last.value is None or len(returns) != 1:
        raise Unknown(f"`{name}` must have one `return`, at its end, with the loss")
    if not len(ROLES) <= len(arguments.args) <= len(ROLES) + len(arguments.defaults):
        raise Unknown(f"`{name}` must take {', '.join(SIGNATURE)}, and further arguments with defaults")
    loss = arguments.args[1].arg
    if loss in _assigned(function):
        raise Unknown(f"`{name}` gives `{loss}` another meaning. Call the value otherwise")
    return function, last.value


def _assigned(function: ast.FunctionDef) -> set[str]:
    return {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _sets_mode(node: ast.stmt) -> bool:
    return ast.unparse(node) in ("model.train()", "if not model.training:\n    model.train()")


def _mode(code: Code, node: ast.stmt) -> str:
    return "model.train()" if isinstance(node, ast.If) else code.statement(node)
