"""A recipe's own functions with other values for their defaults, as functions that have these defaults."""

import ast
from collections.abc import Iterator

from trainwreck.scripts.code import Code


def unbound(text: str) -> str:
    """Return a recipe's file without a ``partial`` that only gives a function of the file another default.

    >>> print(unbound("def step(size=4): ...\\nrecipe = Recipe(step=partial(step, size=32))"))
    def step(size=32): ...
    recipe = Recipe(step=step)
    """
    code = Code(text)
    functions = {node.name: node for node in code.tree.body if isinstance(node, ast.FunctionDef)}
    texts: dict[ast.expr, str] = {}
    for call in _fields(code.tree.body[-1]):
        match call:
            case ast.Call(func=ast.Name("partial"), args=[ast.Name(id=name)], keywords=given) if name in functions:
                defaults = _defaults(functions[name])
                if _uses(code.tree, name) == 1 and all(keyword.arg in defaults for keyword in given):
                    texts |= {defaults[str(keyword.arg)]: code.of(keyword.value) for keyword in given}
                    texts[call] = name
    return code.rewritten(texts)


def _fields(recipe: ast.stmt) -> Iterator[ast.expr]:
    if isinstance(recipe, ast.Assign) and isinstance(recipe.value, ast.Call):
        yield from (keyword.value for keyword in recipe.value.keywords)


def _defaults(function: ast.FunctionDef) -> dict[str, ast.expr]:
    """Return the default of each parameter that has one."""
    arguments = function.args.args
    named = arguments[len(arguments) - len(function.args.defaults) :]
    return {argument.arg: value for argument, value in zip(named, function.args.defaults, strict=True)}


def _uses(node: ast.AST, name: str) -> int:
    """Count where a name is used, but for the functions that have a parameter of this name."""
    if isinstance(node, ast.FunctionDef) and name in {argument.arg for argument in node.args.args}:
        return 0
    return sum(_uses(part, name) for part in ast.iter_child_nodes(node)) + (
        isinstance(node, ast.Name) and node.id == name
    )
