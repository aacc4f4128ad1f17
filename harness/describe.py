"""Recipe values in words, for showing what a fix changes."""

from functools import partial
from typing import Any

from harness.recipe import Recipe, delta


def describe(value: Any) -> str:
    """Return a value as one would write it in a recipe.

    >>> describe(partial(int, base=2)), describe(int), describe(8)
    ('int(base=2)', 'int', '8')
    """
    if isinstance(value, partial):
        arguments = [describe(argument) for argument in value.args]
        arguments += [f"{name}={describe(argument)}" for name, argument in value.keywords.items()]
        return f"{describe(value.func)}({', '.join(arguments)})"
    name: str = getattr(value, "__name__", "") or repr(value)
    return name


def describe_delta(broken: Recipe, fixed: Recipe) -> list[tuple[str, str, str]]:
    """Return field, old value and new value of everything that a fix changes."""
    rows = []
    for name, (old, new) in delta(broken, fixed).items():
        before, after = describe(old), describe(new)
        if before == after:  # two functions of one name: say where each stands
            before, after = (f"{value.__module__}.{text}" for value, text in ((old, before), (new, after)))
        rows.append((name, before, after))
    return rows
