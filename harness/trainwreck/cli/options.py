"""What the commands share: exit codes, options, and where a catalogue is. Imports nothing that takes its time."""

from pathlib import Path
from typing import Annotated

import typer

from trainwreck.pairs import packs
from trainwreck.pairs.entries import Catalogue

HOLDS, FAILS, USAGE, NO_MARK, SIGNALLED = 0, 1, 2, 3, 128  # exit codes; to the last, the signal's number is added


def complete(incomplete: str) -> list[str]:
    """Return the names of scenarios that begin so, for the shell."""
    return [entry.name for entry in located(None) if entry.name.startswith(incomplete)]


Name = Annotated[str, typer.Argument(help="The name of a scenario or a control.", autocompletion=complete)]
Names = Annotated[list[str] | None, typer.Argument(help="Scenarios; all if none is named.", autocompletion=complete)]
Root = Annotated[str | None, typer.Option(help="A catalogue's folder, or an installed pack's name.")]
Seeds = Annotated[int, typer.Option(help="Paired seeds a recipe.")]
FirstSeed = Annotated[int, typer.Option(help="The first of them.")]
ImagesName = Annotated[str, typer.Option("--images", help="digits or mnist.")]
DataRoot = Annotated[Path, typer.Option(help="The folder of MNIST, downloaded if absent.")]
Device = Annotated[str, typer.Option(help="cpu, cuda, cuda:N or mps.")]
Workers = Annotated[int, typer.Option(min=1, help="Processes to train in.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

DATA = Path("data")
RUNS = Path("runs")


def named_folder(text: str) -> Path:
    """Return the folder that an option names; an empty name, as an unset shell variable leaves it, is refused."""
    if not text:
        raise typer.BadParameter("It names no folder. Name one, or leave the option out.")
    return Path(text)


def svg_file(text: str) -> Path:
    """Return the file that an option names for a picture."""
    if not text.endswith(".svg"):
        raise typer.BadParameter("Pictures are drawn as SVG. Name a file that ends with .svg.")
    return Path(text)


def located(root: str | None) -> Catalogue:
    """Return the catalogue of --root; of the present folder, or the built-in one, if none is named."""
    return Catalogue(packs.find(root))
