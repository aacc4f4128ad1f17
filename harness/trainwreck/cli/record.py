"""The command ``record``: it brings recorded results, and the pages made from them, up to date."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from trainwreck.cli.console import say
from trainwreck.cli.options import (
    DATA,
    FAILS,
    HOLDS,
    RUNS,
    DataRoot,
    Device,
    ImagesName,
    Names,
    Root,
    Workers,
    located,
    named_folder,
)
from trainwreck.cli.progress import bar, interruptible, watched
from trainwreck.errors import UserError
from trainwreck.pairs.entries import Catalogue, Entry
from trainwreck.pairs.packs import is_installed

if TYPE_CHECKING:
    import pandas as pd

    from trainwreck.proof.conditions import Conditions
    from trainwreck.proof.kept import Failure
    from trainwreck.proof.recording import Recording

Study = Annotated[bool, typer.Option("--study", help="The study as well: many sets of seeds, which takes long.")]
Sets = Annotated[int, typer.Option(min=1, help="With --study: disjoint sets of five seeds.")]
First = Annotated[int | None, typer.Option(help="With --study: the first of them; by default as recorded, or 100.")]
Pages = Annotated[bool, typer.Option("--pages", help="Nothing but the generated pages.")]
Out = Annotated[
    Path, typer.Option("--out", parser=named_folder, help="Where runs are kept; a killed command goes on there.")
]


def record(
    names: Names = None,
    images: ImagesName = "digits",
    study: Study = False,
    sets: Sets = 20,
    first_seed: First = None,
    pages: Pages = False,
    data_root: DataRoot = DATA,
    device: Device = "cpu",
    workers: Workers = 1,
    out_folder: Out = RUNS,
    root: Root = None,
) -> None:
    """Bring results/ and the generated pages up to date, each part only where it is stale."""
    catalogue = located(root)
    entries = _recordable(catalogue, names)
    from trainwreck.proof.conditions import Conditions
    from trainwreck.proof.recording import Recording
    from trainwreck.proof.records import Records
    from trainwreck.proof.results import Results

    recording = Recording(
        catalogue,
        Results(catalogue.root / "results", images, device),
        lambda seeds, first, untouched: Conditions.checked(
            seeds, first, images, data_root, device, untouched=untouched
        ),
        lambda due, conditions, impostors: watched(
            due, conditions, workers, records=Records.opened(out_folder), resume=True, impostors=impostors
        ),
    )
    tables = [table.path for table in recording.results.tables()]
    before, failed = _texts(tables), False
    if not pages:
        recording.require_possible()
        with interruptible(out_folder, "the same command goes on from there"):
            parts = [recording.runs(entries), recording.goals(entries, _tracked)]
            if study:
                variants = partial(_variants, workers=workers, records=Records.opened(out_folder))
                parts += [recording.study(entries, sets, first_seed), recording.variants(entries, variants)]
            for problem in chain(*parts):
                failed = True
                say(f"[red]✗[/] {escape(problem)}")
    wrote = [path for path, text in _texts(tables).items() if before.get(path) != text]
    _say_what_is_left(recording, [*wrote, *_write_pages(catalogue.root)], failed)
    raise typer.Exit(FAILS if failed else HOLDS)


def _say_what_is_left(recording: "Recording", wrote: Iterable[Path], failed: bool) -> None:
    for path in wrote:
        say(f"wrote {escape(str(path))}")
    left = recording.left()
    for command, count in left.items():
        say(f"{count} not up to date: {command}")
    if not left and not failed:
        say("All that is recorded is up to date.")


def _recordable(catalogue: Catalogue, names: list[str] | None) -> list[Entry]:
    """Return the entries of these names, or all; a catalogue that is empty, or installed, is refused."""
    entries = catalogue.entries(names or [])
    if not entries:
        raise UserError(f"There is no scenario in '{catalogue.root}'. `trainwreck new` makes one.")
    _refuse_installed(catalogue.root)
    return entries


def _tracked(entries: list[Entry]) -> Iterator[Entry]:
    """Yield entries under a progress bar."""
    with bar("fitting standard models") as (expect, advance):
        expect(len(entries))
        for entry in entries:
            yield entry
            advance()


def _variants(
    function: "Callable[..., Iterable[pd.DataFrame]]", entries: list[Entry], conditions: "Conditions", **options: Any
) -> "Iterable[pd.DataFrame | Failure]":
    """Yield what a function makes of each entry, under a progress bar."""
    from trainwreck.proof.variants import one_by_one

    with bar("training variants") as (expect, advance):
        yield from one_by_one(partial(function, expect=expect, advance=advance, **options), entries, conditions)


def _refuse_installed(root: Path) -> None:
    if is_installed(root):
        raise UserError(
            f"'{root}' belongs to an installed package: nothing is recorded there. Its results would be written to "
            f"'{root / 'results'}'. Record in the folder in which the catalogue is developed: --root FOLDER."
        )


def _texts(paths: Iterable[Path]) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in paths if path.is_file()}


def _write_pages(root: Path) -> list[Path]:
    """Bring the generated pages up to date; return those that were not."""
    from trainwreck.pages.filling import pages
    from trainwreck.proof.records import write_whole

    wanting = {page: text for page, text in pages(root).items() if page.read_text(encoding="utf-8") != text}
    for page, text in wanting.items():
        write_whole(page, text)
    return list(wanting)
