"""The command ``script``: a recipe as a script of its own, with its data."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from trainwreck.cli.console import say
from trainwreck.cli.options import DATA, DataRoot, ImagesName, Name, Root, located, named_folder
from trainwreck.cli.progress import interruptible
from trainwreck.errors import UserError, suggest
from trainwreck.pairs.entries import BROKEN, HEALTHY, Entry

if TYPE_CHECKING:
    from trainwreck.training.task import Images

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
    from trainwreck.scripts import folder

    folder.require_folder(out_folder)
    with interruptible(None):
        files = _files(entry, recipe, seed, _images(images, seed, data_root), notebook)
        if not force:
            folder.require_free(out_folder, files)
        paths = folder.write(out_folder, files)
    for path in paths:
        say(f"wrote {escape(str(path))}")
    say(f"Run it: cd {escape(str(out_folder))} && python {folder.SCRIPT}")


def _images(name: str, seed: int, data_root: Path) -> "Images":
    from trainwreck.proof.conditions import Conditions

    return Conditions.checked(1, seed, name, data_root, fewest=1).images


def _files(entry: Entry, recipe: str, seed: int, images: "Images", with_notebook: bool) -> dict[str, bytes]:
    """Return what is to be written: the script, the data and, if it is asked for, the notebook."""
    from trainwreck.pairs.loading import load
    from trainwreck.scripts.folder import NOTEBOOK, SCRIPT, data_files
    from trainwreck.scripts.notebook import notebook
    from trainwreck.scripts.script import script
    from trainwreck.training.streams import Stream, derive

    pair = load(entry, images)
    available, held_back = pair.task.data(derive(seed, Stream.DATA))
    text = script(pair, recipe, available, seed)
    texts = {SCRIPT: text, **({NOTEBOOK: notebook(text)} if with_notebook else {})}
    return {name: text.encode() for name, text in texts.items()} | data_files(available, held_back)


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
