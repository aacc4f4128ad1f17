"""The command ``case``: what a diagnostic tool is shown of one set-up."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from trainwreck.cli.console import say
from trainwreck.cli.options import DATA, DataRoot, ImagesName, Root, located

Place = Annotated[str, typer.Argument(metavar="NAME/RECIPE", help="A scenario or control, and one of its recipes.")]
Seed = Annotated[int, typer.Option(help="The seed of data, split, initialisation and batches.")]
Variant = Annotated[bool, typer.Option("--variants", help="As with `score --variants`, drawn from the seed.")]
Folder = Annotated[Path | None, typer.Option("-o", "--out", help="Write the case's folder here.")]


def case(
    place: Place,
    seed: Seed = 0,
    variants: Variant = False,
    out: Folder = None,
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    root: Root = None,
) -> None:
    """Print the code that a diagnostic tool is shown of one set-up; or write the folder that a command is shown."""
    catalogue = located(root)
    from trainwreck.proof.conditions import Conditions
    from trainwreck.referee.case import FILE
    from trainwreck.referee.single import opened, subject
    from trainwreck.scripts.folder import require_folder, require_free, write

    if out is not None:
        require_folder(out)
    conditions = Conditions.checked(1, seed, images, data_root, fewest=1)
    with opened(subject(catalogue, place, conditions, variants), conditions) as shown:
        if out is None:
            print(shown.source(), end="")  # noqa: T201
            return
        files = {path.name: path.read_bytes() for path in shown.script_folder().iterdir()}
        files[FILE] = shown.source().encode()
        require_free(out, files)
        write(out, files)
    say(f"wrote {escape(str(out))}")
