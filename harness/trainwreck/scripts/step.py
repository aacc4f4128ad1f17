"""A recipe's ``step`` as the body of the loop over batches."""

import ast
from dataclasses import dataclass

from trainwreck.scripts.code import Code, Unknown
from trainwreck.scripts.file import RecipeFile

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
    function = file.function("step")
    if function is None:
        raise Unknown(
            "its `step` is no function of the file. Write it as `def step(model, loss, optimizer, inputs, targets):`"
        )
    *body, last = function.body
    returns = [node for node in ast.walk(function) if isinstance(node, ast.Return)]
    if not isinstance(last, ast.Return) or last.value is None or len(returns) != 1:
        raise Unknown(f"`{function.name}` must have one `return`, at its end, with the loss")
    parameters = [argument.arg for argument in function.args.args]
    assigned = {
        node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    if len(parameters) < len(ROLES):
        raise Unknown(f"`{function.name}` must take the model, the loss, the optimizer, inputs and targets")
    if parameters[1] in assigned:
        raise Unknown(f"`{function.name}` gives `{parameters[1]}` another meaning. Call the value otherwise")
    names = dict(zip(parameters, (ROLES[0], criterion, *ROLES[2:]), strict=False))
    names |= {} if "loss" in assigned else {"value": "loss"}
    code = file.code

    def substitute(node: ast.AST) -> str | None:
        return names.get(node.id) if isinstance(node, ast.Name) else None

    defaults = zip(parameters[len(ROLES) :], function.args.defaults, strict=True)
    return Step(
        before=[f"{name} = {code.of(default)}" for name, default in defaults],
        mode=[_mode(code, node) for node in body if _sets_mode(node)],
        body=[code.statement(node, substitute) for node in body if not _sets_mode(node)],
        loss=code.of(last.value, substitute),
    )


def _sets_mode(node: ast.stmt) -> bool:
    return ast.unparse(node) in ("model.train()", "if not model.training:\n    model.train()")


def _mode(code: Code, node: ast.stmt) -> str:
    return "model.train()" if isinstance(node, ast.If) else code.statement(node)
