"""The command ``match``: what a training's log looks like, beside the catalogue's runs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from trainwreck.cli.console import say
from trainwreck.cli.options import FAILS, HOLDS, AsJson, Root, located

if TYPE_CHECKING:
    from trainwreck.matching.match import Match

Column = Annotated[str | None, typer.Option(metavar="COLUMN", help="The column, if its name is not a usual one.")]


def html_file(text: str) -> Path:
    """Return the file that an option names for a page."""
    if not text.endswith((".html", ".htm")):
        raise typer.BadParameter("The page is HTML. Name a file that ends with .html.")
    return Path(text)


def match(
    log: Annotated[Path, typer.Argument(help="CSV, JSON (lines), text, TensorBoard's events, or a folder with one.")],
    loss: Column = None,
    validation_loss: Column = None,
    validation: Annotated[str | None, typer.Option(metavar="COLUMN", help="The validation score's column.")] = None,
    score: Annotated[str | None, typer.Option(metavar="COLUMN", help="The training score's column.")] = None,
    rate: Annotated[str | None, typer.Option(metavar="COLUMN", help="The learning rate's column.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", parser=html_file, help="Write it as a page of HTML.")
    ] = None,
    as_json: AsJson = False,
    root: Root = None,
) -> None:
    """Say what a training's log looks like: a symptom, and faults that show it so; healthy; or that it can't be told.

    Exit codes: 0 healthy, or it can't be told; 1 a symptom; 2 wrong usage.
    """
    from trainwreck import api
    from trainwreck.proof.records import require_writable, write_whole

    if out:
        require_writable(out, "-o")
    named = {"loss": loss, "validation_loss": validation_loss, "validation": validation, "score": score, "rate": rate}
    found = api.match(log, catalogue=located(root).root, **named)
    if out:
        from trainwreck.matching.page import page

        write_whole(out, page(log.name, found))
    if as_json:
        import json

        print(json.dumps(found.as_dict(), indent=2))  # noqa: T201
    else:
        _report(found)
        if out:
            say(f"wrote {escape(str(out))}")
    raise typer.Exit(FAILS if found.is_ill else HOLDS)


def _report(found: "Match") -> None:
    from trainwreck.cli.plots import plotted
    from trainwreck.matching.page import relative
    from trainwreck.matching.words import headline, nearest, to_decide

    read = ", ".join(f"{column} ({len(getattr(found.log, series))})" for series, column in found.columns.items())
    say(f"read: {escape(read)}\n")
    curves = {"your log": relative(found.log), **{one.name: relative(one.log) for one in found.candidates[:2]}}
    print(plotted("loss, in multiples of the first, over the run", curves))  # noqa: T201
    say("\n" + escape("\n".join([headline(found), *nearest(found)])))
    say("\n" + escape("\n".join(["What would decide:", *(f"- {line}" for line in to_decide(found))])))
