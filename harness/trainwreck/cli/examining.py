"""The command ``examine``: a person's own script, run under watch, and what the checks say of it."""

from pathlib import Path
from typing import Annotated

import typer

from trainwreck.cli.options import FAILS, HOLDS, USAGE, AsJson

# As for Python itself, what follows the script is the script's.
SETTINGS = {"allow_interspersed_args": False}


def examine(
    script: Annotated[Path, typer.Argument(metavar="SCRIPT", help="A Python script that trains something.")],
    arguments: Annotated[list[str] | None, typer.Argument(metavar="[ARGS]...", help="The script's own.")] = None,
    seconds: Annotated[float, typer.Option(min=0, help="How long the checks may take, after the script.")] = 60,
    as_json: AsJson = False,
) -> None:
    """Run your own training script as you would, watch it, and ask all checks about it."""
    import json

    from trainwreck.cli.progress import interruptible
    from trainwreck.examining.script import examined

    with interruptible(None):
        found = examined(script, arguments or [], seconds=seconds)
    typer.echo(json.dumps(found.as_dict(), indent=2) if as_json else f"\n{found}")
    asked = found.quiet or found.inapplicable
    raise typer.Exit(FAILS if found.found else HOLDS if asked else USAGE)
