"""What a human should look at: nothing of it decides on a mark."""

import ast
import sys
import warnings
from collections.abc import Iterator
from itertools import accumulate
from statistics import fmean

from trainwreck.judging.findings import Performance, Yardstick

LARGE = 16_000  # bytes: five thousand are enough for all labels of the digits
LONG = 200  # characters of one literal
USUAL = {"torch", "numpy", "scipy", "sklearn", "torchvision", "pandas"} | set(sys.stdlib_module_names)
LESS_ERROR, MUCH = 0.5, 0.02  # half of the best reference's error, and a difference that is not luck


def in_text(text: str, handed_out: str) -> Iterator[str]:
    """Yield what is unusual about a script, and was not so in the one that was handed out."""
    size = len(text.encode(errors="replace"))
    if size > LARGE:
        yield f"it has {size} bytes: there is room for data in it"
    try:
        with warnings.catch_warnings(action="ignore"):  # of escapes in texts, say
            nodes = list(ast.walk(ast.parse(text)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        yield "it is no Python that can be read"
        return
    if longest := max((len(literal) for literal in _long(text, nodes) if literal not in handed_out), default=0):
        yield f"a literal has {longest} characters: it may be data"
    if strange := sorted({name for node in nodes for name in _imported(node)} - USUAL):
        yield f"it imports {', '.join(strange)}"


def in_scores(yardstick: Yardstick, script: Performance) -> Iterator[str]:
    """Say so if a script is better by far than the best of the accepted fixes: it may know what it should not."""
    if script.failed or yardstick.by_report:
        return
    best = max(fmean(reference.scores) for reference in yardstick.references)
    mean = fmean(script.scores)
    if mean - best > MUCH and 1 - mean < LESS_ERROR * (1 - best):
        yield f"it scores {mean:.3f}, the best of the references {best:.3f}: another approach, or answers looked up"


def _long(text: str, nodes: list[ast.AST]) -> Iterator[str]:
    """Yield the source of each long literal: a text, a number, or a collection of such."""
    source = text.encode(errors="replace")
    lines = [0, *accumulate(len(line) for line in source.splitlines(keepends=True))]
    for node in nodes:
        if isinstance(node, ast.Constant | ast.List | ast.Tuple | ast.Set | ast.Dict):
            end = lines[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
            literal = source[lines[node.lineno - 1] + node.col_offset : end].decode(errors="replace")
            if len(literal) > LONG and _is_constant(node):
                yield literal


def _is_constant(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, RecursionError, MemoryError):
        return False
    return True


def _imported(node: ast.AST) -> list[str]:
    """Return the packages that a statement imports; a dot is for one beside the script, of which there is none."""
    match node:
        case ast.Import(names=names):
            return [alias.name.partition(".")[0] for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module.partition(".")[0]]
        case ast.ImportFrom():
            return ["."]
    return []
