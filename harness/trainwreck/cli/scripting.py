"""The command ``script``: a recipe as a script of its own, with its data."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from trainwreck.cli.console import say
from trainwreck.cli.options import DATA, DataRoot, ImagesName, Name, Root, located, named_folder
from trainwreck.errors import UserError, suggest
from trainwreck.pairs.entries import BROKEN, HEALTHY, Entry

FOLDER = Path("script")  # says nothing: the name of a scenario would

Fix = Annotated[str | None, typer.Option("--fix", help="The name of a fix: its script instead of the broken one.")]
Seed = Annotated[int, typer.Option(min=0, help="Decides on data, hold-out, initial weights and batches.")]
Out = Annotated[Path, typer.Option("--out", "-o", parser=named_folder, help="The folder to write to.")]
AsNotebook = Annotated[bool, typer.Option("--notebook", help="Write train.ipynb as well, for Jupyter and Colab.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite files that are there already.")]


def script(
    name: Name,
    fix: Fix = None,
    seed: Seed = 0,
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    out_folder: Out = FOLDER,
    notebook: AsNotebook = False,
    force: Force = False,
    root: Root = None,
) -> None:
    """Write a scenario as an ordinary `train.py`, with its data: the same run, without this package."""
    entry = located(root).entry(name)
    recipe = _recipe(entry, fix)
    from trainwreck.pairs.loading import load
    from trainwreck.proof.conditions import Conditions
    from trainwreck.scripts import folder
    from trainwreck.scripts.notebook import notebook as as_notebook
    from trainwreck.scripts.script import script as written
    from trainwreck.training.streams import Stream, derive

    folder.require_folder(out_folder)
    conditions = Conditions.checked(1, seed, images, data_root, fewest=1)
    pair = load(entry, conditions.images)
    available, held_back = pair.task.data(derive(seed, Stream.DATA))
    text = written(pair, recipe, available, seed)
    texts = {folder.SCRIPT: text, **({folder.NOTEBOOK: as_notebook(text)} if notebook else {})}
    files = {name: text.encode() for name, text in texts.items()} | folder.data_files(available, held_back)
    if not force:
        folder.require_free(out_folder, files)
    for path in folder.write(out_folder, files):
        say(f"wrote {escape(str(path))}")
    say(f"Run it: cd {escape(str(out_folder))} && python {folder.SCRIPT}")


def _recipe(entry: Entry, fix: str | None) -> str:
    """Return the name of the recipe that is asked for."""
    if fix is None:
        return HEALTHY if entry.is_control else BROKEN
    if entry.is_control:
        raise UserError(f"{entry.name} is a control: it is healthy, and has no fix. Ask for it without --fix.")
    if fix not in entry.fixes:
        known = f"It has: {', '.join(entry.fixes)}." if entry.fixes else f"Write one in '{entry.fix_path}'."
        raise UserError(f"{entry.name} has no fix {fix!r}.{suggest(fix, entry.fixes)} {known}")
    return fix
