"""The command ``quiz build``: questions on recorded runs, for learning platforms."""

import secrets
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from trainwreck.cli.console import say
from trainwreck.cli.options import Names, Root, located, named_folder
from trainwreck.errors import UserError


class Format(StrEnum):
    """What a quiz is written for."""

    MOODLE = "moodle"
    PRAIRIELEARN = "prairielearn"
    CSV = "csv"


Out = Annotated[Path, typer.Option("--out", "-o", parser=named_folder, help="The new folder to write to.")]
Count = Annotated[int | None, typer.Option(min=1, help="So many questions; by default all there are.")]
Salt = Annotated[
    str | None, typer.Option(help="Decides on what is drawn, its order and all names; by default one that is drawn.")
]


def build(
    out_folder: Out,
    names: Names = None,
    count: Count = None,
    salt: Salt = None,
    format_: Annotated[Format, typer.Option("--format", help="What it is for.")] = Format.MOODLE,
    root: Root = None,
) -> None:
    """Write questions on recorded runs: causes of what they show, what a change does, whether they are healthy."""
    catalogue = located(root)
    catalogue.entries(names or [])
    from trainwreck.quiz.formats import moodle, prairielearn, table
    from trainwreck.quiz.records import asker
    from trainwreck.scripts.folder import require_folder

    require_folder(out_folder)
    if out_folder.exists():
        raise UserError(f"'{out_folder}' is there already. Name a new folder with -o, or remove it.")
    salt = salt or secrets.token_hex(8)  # with one that is known, anybody could work out whose name is whose
    items = list(asker(catalogue, salt, names or []).items(count))
    if not items:
        raise UserError("Nothing can be asked of these runs alone. Name more scenarios, or none for all.")
    write = {Format.MOODLE: moodle, Format.PRAIRIELEARN: prairielearn, Format.CSV: table}[format_]
    _write(out_folder, write(items))
    say(f"wrote {len(items)} questions to {escape(str(out_folder))}")
    say(f"For the same ones again: --salt {escape(salt)}. Keep it to yourself.")
    if count and len(items) < count:
        say("There are no more: name other scenarios as well, or none for all.")


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder in full, or not at all."""
    from trainwreck.proof.records import new_folder

    with new_folder(folder) as whole:
        for name, content in files.items():
            (whole / name).parent.mkdir(parents=True, exist_ok=True)
            (whole / name).write_bytes(content)
