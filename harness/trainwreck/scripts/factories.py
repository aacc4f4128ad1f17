"""The factories of a recipe, written as the calls that a run makes of them."""

import ast
from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from trainwreck.scripts.code import Code, Unknown
from trainwreck.scripts.file import RecipeFile, options
from trainwreck.scripts.layout import called, commented, exploded

ON_A_LINE = 5  # layers; more are read more easily below each other

# The names that a definition gets in the script, where the script uses its own for something else.
RENAMED = {"model": "build_model", "loss": "criterion", "optimizer": "build_optimizer", "schedule": "build_scheduler"}


def layers(file: RecipeFile, node: ast.AST) -> str | None:
    """Return an ``mlp(…)``, alone or within ``nn.Sequential(…)``, as the layers that it stands for; None if it is none.

    One whose widths are not all written down is left as it is.
    """
    match node:
        case ast.Call(func=ast.Name("mlp"), args=sizes, keywords=keywords) if _is_written_down(file, sizes):
            return _sequential(_layers(file.code, sizes, keywords))
        case ast.Call(func=ast.Attribute(value=ast.Name("nn"), attr="Sequential"), args=parts, keywords=[]) if any(
            layers(file, part) for part in parts if isinstance(part, ast.Call) and isinstance(part.func, ast.Name)
        ):
            return _sequential([layer for part in parts for layer in _spliced(file, part)])
    return None


def _sequential(parts: list[str]) -> str:
    return (called if len(parts) <= ON_A_LINE else exploded)("nn.Sequential", parts)


def _is_written_down(file: RecipeFile, sizes: list[ast.expr]) -> bool:
    return file.is_ours("mlp") and not any(isinstance(size, ast.Starred) for size in sizes)


def _spliced(file: RecipeFile, part: ast.expr) -> list[str]:
    match part:
        case ast.Call(func=ast.Name("mlp"), args=sizes, keywords=keywords) if _is_written_down(file, sizes):
            return _layers(file.code, sizes, keywords)
    return [file.code.of(part, partial(layers, file))]


def _layers(code: Code, sizes: list[ast.expr], keywords: list[ast.keyword]) -> list[str]:
    *inner, last = pairwise(code.of(size) for size in sizes)
    given = options(keywords, code.of)
    lines = ["nn.Flatten()"]
    for wide, narrow in inner:
        lines += [f"nn.Linear({wide}, {narrow})", f"{given.get('activation', 'nn.ReLU')}()"]
        lines += [f"nn.Dropout({given['dropout']})"] if "dropout" in given else []
    return [*lines, f"nn.Linear({last[0]}, {last[1]})"]


def definition(file: RecipeFile, node: ast.stmt) -> str:
    """Return a definition of the recipe's file, under the name that it has in the script."""
    text = file.code.statement(node, partial(layers, file))
    if isinstance(node, ast.FunctionDef) and node.name in RENAMED:
        return text.replace(f"def {node.name}(", f"def {RENAMED[node.name]}(", 1)
    return text


def made(file: RecipeFile, field: str, target: str, *arguments: str) -> str:
    """Return the statement that makes what a field of the recipe is the factory of."""
    text = _call(file, file.given(field), f"{target} = ", arguments)
    return commented(text, file.comment(field))


def _call(file: RecipeFile, factory: ast.expr | None, target: str, arguments: Sequence[str]) -> str:
    code = file.code
    match factory:
        case ast.Call(func=ast.Name("partial"), args=[function, *first], keywords=keywords):
            if written := layers(file, ast.Call(function, first, keywords)):
                return target + written
            named = [f"{name}={value}" for name, value in options(keywords, code.of).items()]
            return called(_named(file, function), [*map(code.of, first), *arguments, *named], target)
        case ast.Name(id=name):
            match file.definitions.get(name):
                case ast.FunctionDef(
                    args=ast.arguments(args=[], vararg=None), body=[ast.Return(value=ast.Call() as one)]
                ):
                    # A function that only says what to make is not worth its name.
                    text = target + code.of(one, partial(layers, file))
                    return commented(text, code.lines.behind(one).strip())
            return called(_named(file, factory), arguments, target)
    written = ast.unparse(factory) if factory else "nothing"
    raise Unknown(f"`{written}` makes nothing that a script could call. Use a name, or `partial(…)`")


def _named(file: RecipeFile, function: ast.expr) -> str:
    name = file.code.of(function)
    return RENAMED.get(name, name) if name in file.definitions else name
