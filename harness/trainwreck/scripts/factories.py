"""The factories of a recipe, written as the calls that a run makes of them."""

import ast
from collections.abc import Callable
from itertools import pairwise

from trainwreck.scripts.code import Code, Unknown
from trainwreck.scripts.layout import called, commented, exploded
from trainwreck.scripts.setup import Setup

ON_A_LINE = 5  # layers; more are read more easily below each other

# The names that a definition gets in the script, where the script uses its own for something else.
RENAMED = {"model": "build_model", "loss": "criterion", "optimizer": "build_optimizer", "schedule": "build_scheduler"}


def layers(setup: Setup, node: ast.AST) -> str | None:
    """Return an ``mlp(…)``, alone or within ``nn.Sequential(…)``, as the layers that it stands for; None if it is none.

    One whose widths are not all written down is left as it is.
    """
    match node:
        case ast.Call(func=ast.Name("mlp"), args=sizes, keywords=keywords) if _is_written_down(setup, sizes):
            return _sequential(_layers(setup.code, sizes, keywords))
        case ast.Call(func=ast.Attribute(value=ast.Name("nn"), attr="Sequential"), args=parts, keywords=[]) if any(
            layers(setup, part) for part in parts if isinstance(part, ast.Call) and isinstance(part.func, ast.Name)
        ):
            return _sequential([layer for part in parts for layer in _spliced(setup, part)])
    return None


def _sequential(parts: list[str]) -> str:
    return (called if len(parts) <= ON_A_LINE else exploded)("nn.Sequential", parts)


def _is_written_down(setup: Setup, sizes: list[ast.expr]) -> bool:
    return setup.is_ours("mlp") and not any(isinstance(size, ast.Starred) for size in sizes)


def _spliced(setup: Setup, part: ast.expr) -> list[str]:
    match part:
        case ast.Call(func=ast.Name("mlp"), args=sizes, keywords=keywords) if _is_written_down(setup, sizes):
            return _layers(setup.code, sizes, keywords)
    return [setup.code.of(part, lambda node: layers(setup, node))]


def _layers(code: Code, sizes: list[ast.expr], keywords: list[ast.keyword]) -> list[str]:
    *inner, last = pairwise(code.of(size) for size in sizes)
    options = {keyword.arg: code.of(keyword.value) for keyword in keywords}
    lines = ["nn.Flatten()"]
    for wide, narrow in inner:
        lines += [f"nn.Linear({wide}, {narrow})", f"{options.get('activation', 'nn.ReLU')}()"]
        lines += [f"nn.Dropout({options['dropout']})"] if "dropout" in options else []
    return [*lines, f"nn.Linear({last[0]}, {last[1]})"]


def definition(setup: Setup, node: ast.stmt) -> str:
    """Return a definition of the recipe's file, under the name that it has in the script."""
    text = setup.code.statement(node, lambda part: layers(setup, part))
    if isinstance(node, ast.FunctionDef) and node.name in RENAMED:
        return text.replace(f"def {node.name}(", f"def {RENAMED[node.name]}(", 1)
    return text


def made(setup: Setup, field: str, target: str, *arguments: str) -> str:
    """Return the statement that makes what a field of the recipe is the factory of."""
    text = _call(setup, setup.given(field), f"{target} = ", list(arguments))
    return commented(text, setup.comment(field))


def _call(setup: Setup, factory: ast.expr | None, target: str, arguments: list[str]) -> str:
    of: Callable[[ast.expr], str] = setup.code.of
    match factory:
        case ast.Call(func=ast.Name("partial"), args=[function, *first], keywords=keywords):
            whole = ast.Call(function, first, keywords)
            if written := layers(setup, whole):
                return target + written
            named = [f"{keyword.arg}={of(keyword.value)}" for keyword in keywords]
            return called(_named(setup, function), [*map(of, first), *arguments, *named], target)
        case ast.Name(id=name):
            match setup.definitions.get(name):
                case (
                    ast.FunctionDef(
                        args=ast.arguments(args=[], vararg=None), body=[ast.Return(value=ast.Call() as call)]
                    ) as one
                ):
                    # A function that only says what to make is not worth its name.
                    text = target + of_layers(setup, call)
                    return commented(text, setup.code.lines.behind(one.body[0]).strip())
            return called(_named(setup, factory), arguments, target)
    written = ast.unparse(factory) if factory else "nothing"
    raise Unknown(f"`{written}` makes nothing that a script could call. Use a name, or `partial(…)`")


def of_layers(setup: Setup, call: ast.expr) -> str:
    """Return an expression with the layers of each ``mlp`` written out."""
    return setup.code.of(call, lambda node: layers(setup, node))


def _named(setup: Setup, function: ast.expr) -> str:
    name = setup.code.of(function)
    return RENAMED.get(name, name) if name in setup.definitions else name
