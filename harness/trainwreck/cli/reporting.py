"""The command ``report``: what was measured as a page to read."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from trainwreck.cli.console import say
from trainwreck.cli.options import DATA, FAILS, HOLDS, DataRoot, Device, ImagesName, Root, located
from trainwreck.errors import UserError
from trainwreck.pairs.entries import Catalogue

if TYPE_CHECKING:
    from trainwreck.reporting.chapter import Report

RecordsOf = Annotated[
    Path | None,
    typer.Argument(
        metavar="[RECORDS]",
        help="A folder of `run --out`, or a file of `run --json` or `--wreck-json`; the recorded results by default.",
    ),
]


def html_file(text: str | Path) -> Path:
    """Return the file that an option names for a page."""
    if Path(text).suffix != ".html":
        raise typer.BadParameter("A report is a page. Name a file that ends with .html.")
    return Path(text)


def report(
    records: RecordsOf = None,
    out: Annotated[Path, typer.Option("-o", "--out", parser=html_file, help="The page to write.")] = Path(
        "report.html"
    ),
    images: ImagesName = "digits",
    device: Device = "cpu",
    data_root: DataRoot = DATA,
    root: Root = None,
) -> None:
    """Write what was measured as one page that opens anywhere: verdicts, pictures, fixes and lessons."""
    catalogue = located(root)
    if records is not None and not records.exists():
        raise UserError(f"'{records}' is not there. Name a folder of `run --out` or a file of `run --json`.")
    from trainwreck.proof.records import require_writable, write_whole
    from trainwreck.reporting.page import page

    require_writable(out, "--out")
    found = _found(records, catalogue, images, device, data_root)
    write_whole(out, page(found))
    holding = sum(verdict.holds for verdict in found.verdicts)
    say(f"wrote {escape(str(out))}: {holding} of {len(found.verdicts)} verdicts hold.")
    raise typer.Exit(HOLDS if all(chapter.holds for chapter in found.chapters) else FAILS)


def _found(records: Path | None, catalogue: Catalogue, images: str, device: str, data_root: Path) -> "Report":
    from trainwreck.proof.conditions import SOURCES
    from trainwreck.proof.results import Results
    from trainwreck.reporting import document, kept, recorded

    if images not in SOURCES:
        raise UserError(f"There are no images {images!r}. Choose one of: {', '.join(SOURCES)}.")
    results, entries = Results(catalogue.root / "results", images, device), list(catalogue)
    if records is None:
        return recorded.report(results, entries)
    shelf = recorded.Shelf(results)
    if records.is_dir():
        return kept.report(records, entries, shelf, data_root)
    return document.report(records, entries, shelf)
