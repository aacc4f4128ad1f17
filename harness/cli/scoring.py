"""The command ``score``: how good is a diagnostic tool?"""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from harness.catalogue import INSTALLED, Catalogue, Entry
from harness.cli.options import (
    DATA,
    FAILS,
    HOLDS,
    DataRoot,
    Device,
    FirstSeed,
    ImagesName,
    Root,
    Workers,
    print_table,
    say,
)
from harness.cli.progress import bar, interruptible
from harness.diagnosis.tool import bundled, find
from harness.errors import UserError, suggest

if TYPE_CHECKING:
    from harness.diagnosis.grading import Grade, Graded
    from harness.diagnosis.scoring import Scoring

KEPT = Path("runs/score")

Out = Annotated[Path, typer.Option("--out", help="Where replies are kept until the scorecard is whole.")]


def score(
    tool: Annotated[str | None, typer.Argument(help="package.module:function, or a name from --list.")] = None,
    list_tools: Annotated[bool, typer.Option("--list", help="List the tools that come along.")] = False,
    only: Annotated[list[str] | None, typer.Option(help="Only this component or scenario; may be repeated.")] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Seeds a recipe.")] = 3,
    first_seed: FirstSeed = 0,
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    device: Device = "cpu",
    workers: Workers = 1,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a tool may take for a case.")] = 60.0,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the scorecard to this file.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="An earlier scorecard; exit 1 if a case got worse.")] = None,
    update_baseline: Annotated[bool, typer.Option(help="Write the baseline instead of comparing with it.")] = False,
    out_folder: Out = KEPT,
    root: Root = INSTALLED,
) -> None:
    """Score a diagnostic tool on every broken, fixed and control run of the catalogue."""
    if list_tools:
        _say_bundled()
        return
    if tool is None:
        raise UserError("Name a tool: package.module:function, or one from `trainwreck score --list`.")
    if update_baseline and baseline is None:
        raise UserError("--update-baseline needs the file to write. Name it with --baseline.")
    found, catalogue = find(tool), Catalogue(root)
    entries = chosen(catalogue, only or [])
    targets = [target for target in (json_file, baseline if update_baseline else None) if target]
    for target in targets:
        _require_writable(target)
    from harness.diagnosis import baseline as earlier
    from harness.diagnosis.records import Records
    from harness.diagnosis.scoring import Scoring
    from harness.settings import Settings

    known = earlier.read(baseline) if baseline and not update_baseline else None
    settings = Settings.usable(seeds, first_seed, images, data_root, device)
    records = Records(out_folder, found, settings.images.name, str(settings.device))
    scoring = Scoring(
        tool=found, catalogue=catalogue, settings=settings, records=records, workers=workers, timeout=timeout
    )
    cases = scoring.subjects(entries)
    with interruptible(out_folder, "the same command goes on from there"), bar("diagnosing") as (expect, advance):
        expect(len(cases))
        graded = list(scoring.replies(cases, advance))
    _report(scoring, graded, targets)
    records.clear()  # the scorecard is whole, and the next one shall be measured afresh
    if known is not None:
        raise typer.Exit(_compare(known, graded))


def _say_bundled() -> None:
    for name, title in bundled().items():
        say(f"[bold]{name:16}[/] {escape(title)}")


def _require_writable(target: Path) -> None:
    """Refuse a file that the scorecard could not be written to in the end."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=target.parent):
            pass
        reason = "Is a directory" if target.is_dir() else None
    except OSError as error:
        reason = error.strerror
    if reason:
        raise UserError(f"The scorecard cannot be written to '{target}': {reason}. Name another file.")


def _report(scoring: "Scoring", graded: "list[Graded]", targets: list[Path]) -> None:
    """Print a scorecard, and write it where it was asked for."""
    from harness.diagnosis import scorecard
    from harness.store import write_whole

    print_table(scorecard.table([*scorecard.summaries(graded), *scoring.yardsticks(graded)]))
    _say_errors(graded)
    for target in targets:
        write_whole(target, scorecard.text(scoring.document(graded)))
        say(f"wrote {escape(str(target))}")


def chosen(catalogue: Catalogue, only: list[str]) -> list[Entry]:
    """Return the entries of these names, and those of these components; all if none is named."""
    names, components = [entry.name for entry in catalogue], catalogue.components()
    for name in only:
        if name not in names and name not in components:
            near = suggest(name, [*names, *components])
            raise UserError(f"There is no scenario or component {name!r}.{near} `trainwreck list` shows all.")
    return [entry for entry in catalogue if not only or entry.name in only or entry.component in only]


def _say_errors(graded: "list[Graded]") -> None:
    errors = [case for case in graded if case.reply.error]
    for case in errors[:5]:
        scenario, recipe, seed = case.place
        say(f"[red]✗[/] {scenario} / {recipe}, seed {seed}: {escape(case.reply.error or '')}")
    if len(errors) > 5:
        say(f"… and {len(errors) - 5} more errors; --json has them all.")


def _compare(known: "dict[tuple[str, str, int], Grade]", graded: "list[Graded]") -> int:
    from harness.diagnosis.baseline import changes

    found = changes(known, graded)
    for change in found:
        say(f"{'[red]worse[/] ' if change.worse else '[green]better[/]'} {escape(str(change))}")
    worse = sum(change.worse for change in found)
    compared = sum(case.place in known for case in graded)
    say(f"{compared} cases compared with the baseline: {worse} worse, {len(found) - worse} better.")
    if not compared:
        raise UserError("The baseline has none of these cases. Make it anew with --update-baseline.")
    return FAILS if worse else HOLDS
