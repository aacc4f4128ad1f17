"""A recipe as a script: the same run, written out as one would write it by hand."""

import ast

from trainwreck.errors import UserError
from trainwreck.pairs import packs
from trainwreck.pairs.entries import BROKEN, HEALTHY
from trainwreck.pairs.loading import Pair
from trainwreck.pairs.source import setup_file
from trainwreck.scripts.bound import unbound
from trainwreck.scripts.cells import IMPORTS, cells
from trainwreck.scripts.code import Code, Unknown
from trainwreck.scripts.document import document
from trainwreck.scripts.factories import RENAMED, definition
from trainwreck.scripts.file import RecipeFile, imports_of
from trainwreck.scripts.loader import over_a_dataset
from trainwreck.scripts.plan import Plan
from trainwreck.scripts.shelf import Shelf, bound, free, shelf_of
from trainwreck.scripts.splits import on_tensors, tensors_returned
from trainwreck.training.models import mlp
from trainwreck.training.recipe import delta
from trainwreck.training.split import Split
from trainwreck.training.stopping import EarlyStopping

HELPERS = (mlp, EarlyStopping)  # of this package: what a script has with its own source


def script(pair: Pair, recipe: str, available: Split, seed: int = 0, told: str | None = None) -> str:
    """Return a recipe of a pair as the text of a script that reads ``available``, and new inputs, from its folder.

    ``told``  the script's docstring, where it is not to be what the catalogue tells.

    A form that a script has no counterpart for is a UserError that says what to write instead.
    """
    changed = delta(pair.broken, pair.recipes[recipe]) if pair.broken else {}
    try:
        file = RecipeFile(Code(unbound(setup_file(pair.entry, recipe, pair.dose))), tuple(changed))
        plan = Plan.of(pair.recipes[recipe], file, pair.task.score)
        helpers = [pair.task.score, *(helper for helper in HELPERS if file.is_ours(helper.__name__))]
        shelf = _shelf(file, packs.package_of(pair.entry.root))
        for helper in helpers:
            shelf.put(shelf_of(helper))
        docstring = _docstring(pair, recipe, file) if told is None else told
        return document(docstring, cells(plan, available, seed), shelf)
    except Unknown as error:
        raise UserError(f"The recipe {recipe!r} of {pair.name!r} cannot be written as a script: {error}.") from error


def _docstring(pair: Pair, recipe: str, file: RecipeFile) -> str:
    """Return what one sees of the broken or healthy run; of a fix, what it does."""
    entry = pair.entry
    if recipe in (BROKEN, HEALTHY):
        # Of a control, all but how it differs from the fault that it looks like: that would give the answer away.
        told = [part for part in entry.text.split("\n\n") if not entry.looks_like or entry.looks_like not in part]
        return "\n\n".join(told)
    title = entry.lesson.partition("\n")[0].lstrip("# ") or entry.title
    remark = "" if file.remarked else file.remark.lstrip("# ")
    return f"{title}\n\n{remark[0].upper()}{remark[1:]}." if remark else title


def _shelf(file: RecipeFile, package: str) -> Shelf:
    """Return all that the recipe's file has to offer; what it imports of its own pack is not to be had elsewhere."""
    had = {name: one for name, one in file.imports.items() if file.is_ours(name) or one.top not in ("", package)}
    shelf = Shelf(imports=imports_of(ast.parse(IMPORTS)) | had)
    for constant in file.constants:
        text = file.code.statement(constant)
        shelf.texts |= dict.fromkeys(bound(text), text)
    for name, node in file.definitions.items():
        shelf.texts[RENAMED.get(name, name)] = _definition(file, node)
    return shelf


def _definition(file: RecipeFile, node: ast.FunctionDef | ast.ClassDef) -> str:
    """Return a function or class as it is, but for splits."""
    if isinstance(node, ast.ClassDef) and "batches" in free(file.code.statement(node)):
        return file.code.statement(node, over_a_dataset(file, node))
    if isinstance(node, ast.FunctionDef) and tensors_returned(node):
        return file.code.statement(node, on_tensors(file, node))
    return definition(file, node)
