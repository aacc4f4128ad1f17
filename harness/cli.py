"""The command line. What is heavy (PyTorch, pandas) is imported by the commands that need it, not here."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from harness.catalogue import INSTALLED, Catalogue, Entry
from harness.errors import UserError, suggest
from harness.symptoms import Symptom

if TYPE_CHECKING:
    from harness.session import Proof
    from harness.settings import Settings

HOLDS, FAILS, USAGE, INTERRUPTED = 0, 1, 2, 130  # exit codes

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="PyTorch training runs that fail, each with its fix.\n\n"
    "Exit codes: 0 all is well, 1 a verdict or check does not hold, 2 wrong usage, 130 interrupted.",
)
results = typer.Typer(no_args_is_help=True, help="Reference results: record, compare, print.")
app.add_typer(results, name="results")

TABLE_WIDTH = 130  # at the least: a pipe has no width of its own, and columns cut short cannot be read

out = Console()
err = Console(stderr=True)


def main() -> None:
    """Run the command line; a mistake of the user's ends with a message and exit code 2."""
    try:
        app()
    except UserError as error:
        err.print(f"[red bold]error:[/] {escape(str(error))}", soft_wrap=True, highlight=False)
        sys.exit(USAGE)


def _complete(incomplete: str) -> list[str]:
    return [entry.name for entry in Catalogue() if entry.name.startswith(incomplete)]


Name = Annotated[str, typer.Argument(help="A scenario's name.", autocompletion=_complete)]
Names = Annotated[list[str] | None, typer.Argument(help="Scenarios; all if none is named.", autocompletion=_complete)]
Root = Annotated[Path, typer.Option(help="The folder that holds scenarios/ and fixes/.", show_default=False)]
Seeds = Annotated[int, typer.Option(help="Paired seeds a recipe.")]
FirstSeed = Annotated[int, typer.Option(help="The first of them.")]
ImagesName = Annotated[str, typer.Option("--images", help="digits or mnist.")]
DataRoot = Annotated[Path, typer.Option(help="The folder of MNIST, downloaded if absent.")]
Device = Annotated[str, typer.Option(help="cpu, cuda, cuda:N or mps.")]
Workers = Annotated[int, typer.Option(min=1, help="Processes to train in.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Results = Annotated[Path, typer.Option(help="The folder of the references.", show_default=False)]

DATA = Path("data")
RUNS = Path("runs/study")
REFERENCES = INSTALLED / "results"


@app.command("list")
def list_(
    component: Annotated[str | None, typer.Option(help="Only this component's.")] = None,
    symptom: Annotated[Symptom | None, typer.Option(help="Only those that show this symptom.")] = None,
    as_json: AsJson = False,
    root: Root = INSTALLED,
) -> None:
    """List the scenarios and controls."""
    catalogue = Catalogue(root)
    components = catalogue.components()
    if component is not None and component not in components:
        raise UserError(
            f"There is no component {component!r}.{suggest(component, components)} There are: {', '.join(components)}."
        )
    entries = [
        entry
        for entry in catalogue
        if component in (None, entry.component) and (symptom is None or entry.symptom == symptom)
    ]
    if as_json:
        print(json.dumps([_facts(entry) for entry in entries], indent=2))  # noqa: T201
        return
    table = Table("name", "component", "symptom", "fixes", "what one sees", box=None, pad_edge=False)
    for entry in entries:
        symptom_or_twin = entry.symptom or f"none (like {entry.looks_like})"
        table.add_row(entry.name, entry.component, symptom_or_twin, ", ".join(entry.fixes), entry.title)
    _print_table(table)


def _print_table(table: Table) -> None:
    Console(width=max(out.width, TABLE_WIDTH)).print(table)


def _say(text: str) -> None:
    out.print(text, highlight=False, soft_wrap=True)


def _facts(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "component": entry.component,
        "control": entry.is_control,
        "title": entry.title,
        "symptom": entry.symptom,
        "looks_like": entry.looks_like,
        "fixes": list(entry.fixes),
        "hints": len(entry.hints),
    }


@app.command()
def show(
    name: Name,
    fix: Annotated[bool, typer.Option("--fix", help="Show the lesson and the fixes as well.")] = False,
    hint: Annotated[int | None, typer.Option(help="Show only this hint, counted from 1.")] = None,
    root: Root = INSTALLED,
) -> None:
    """Show a scenario's story and its code."""
    entry = Catalogue(root).entry(name)
    if hint is not None:
        if not 1 <= hint <= len(entry.hints):
            raise UserError(
                f"{name} has {len(entry.hints)} hints, and hint {hint} is none of them. Ask for one from 1."
            )
        out.print(entry.hints[hint - 1], highlight=False, markup=False)
        return
    from rich.markdown import Markdown
    from rich.syntax import Syntax

    out.print(Markdown(f"# {entry.title}\n{entry.text.partition(chr(10))[2]}"))
    out.print(Syntax(entry.code, "python", background_color="default", word_wrap=True))
    if fix and not entry.is_control:
        _show_fix(entry)


def _show_fix(entry: Entry) -> None:
    from rich.markdown import Markdown
    from rich.syntax import Syntax

    from harness.describe import describe_delta
    from harness.loading import BROKEN, load
    from harness.sources import Digits

    loaded = load(entry, Digits())
    title, _, lesson = entry.lesson.partition("\n")
    out.print(Markdown(f"# {title}\n{lesson}"))
    for name, recipe in loaded.fixes.items():
        out.print(f"\n[bold]{name}[/] changes")
        for field, old, new in describe_delta(loaded.recipes[BROKEN], recipe):
            _say(f"  {field}: [red]{escape(old)}[/] → [green]{escape(new)}[/]")
    out.print()
    out.print(Syntax(entry.fix_code, "python", background_color="default", word_wrap=True))


@app.command()
def run(
    names: Names = None,
    seeds: Seeds = 5,
    first_seed: FirstSeed = 0,
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    device: Device = "cpu",
    workers: Workers = 1,
    out_folder: Annotated[Path | None, typer.Option("--out", help="Record every run in this folder.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Train only what --out does not hold yet.")] = False,
    as_json: AsJson = False,
    root: Root = INSTALLED,
) -> None:
    """Train scenarios and their fixes, and print the verdicts."""
    entries = Catalogue(root).entries(names or [])
    if resume and out_folder is None:
        raise UserError("--resume needs the folder to go on from. Name it with --out.")
    from harness.outcome import verdict_table, verdicts_json
    from harness.settings import Settings
    from harness.store import Store

    settings = Settings.checked(seeds, first_seed, images, data_root, device)
    store = Store.opened(out_folder, settings.images.name, settings.device) if out_folder else None
    with _interruptible(out_folder):
        proofs = list(_watched(entries, settings, workers, quiet=as_json, store=store, resume=resume))
    rows = [row for proof in sorted(proofs, key=_place) for row in proof.outcomes]
    if as_json:
        print(verdicts_json(rows, settings), end="")  # noqa: T201
    else:
        _print_table(verdict_table(rows))
        for row in rows:
            for check, message in row.failed.items():
                _say(f"\n[red bold]{row.scenario} {escape(check)}[/]\n{escape(message)}")
    raise typer.Exit(HOLDS if all(row.holds for row in rows) else FAILS)


def _place(proof: "Proof") -> tuple[str, str]:
    return proof.entry.component, proof.entry.name


@contextmanager
def _interruptible(out_folder: Path | None) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        kept = f"What is finished is in '{out_folder}': go on with --resume." if out_folder else "Nothing is kept."
        err.print(f"Interrupted. {kept}", highlight=False)
        raise typer.Exit(INTERRUPTED) from None


def _watched(
    entries: list[Entry], settings: "Settings", workers: int, quiet: bool = False, **records: Any
) -> Iterator["Proof"]:
    """Prove entries under a live progress bar; say of each what came out, with its losses as a line of blocks."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from harness.session import prove

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        bar = progress.add_task("training", total=None)
        for proof in prove(
            entries,
            settings,
            workers=workers,
            expect=lambda total: progress.update(bar, total=total),
            advance=lambda: progress.advance(bar),
            **records,
        ):
            if not quiet:
                err.print(_line(proof), highlight=False, soft_wrap=True)
            yield proof


def _line(proof: "Proof") -> str:
    from harness.curves import sparkline

    mark = "[green]✓[/]" if all(row.holds for row in proof.outcomes) else "[red]✗[/]"
    curves = "   ".join(f"{name} {sparkline(runs[0].losses, 16)}" for name, runs in list(proof.runs.items())[:2])
    return f"{mark} {proof.entry.name:28} {curves}"


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Lower case words joined by underscores.")],
    component: Annotated[str, typer.Option(help="Where the root cause sits.")],
    root: Root = INSTALLED,
) -> None:
    """Write the two files of a new scenario, to be filled in."""
    from harness.skeleton import create

    for path in create(Catalogue(root), name, component):
        _say(f"wrote {path.relative_to(root)}")
    _say(f"Fill them in, then: trainwreck check {name} --train")


@app.command()
def check(
    names: Names = None,
    train: Annotated[bool, typer.Option("--train", help="Train as well: the whole contract.")] = False,
    workers: Workers = 1,
    root: Root = INSTALLED,
) -> None:
    """Check names, texts, hints and deltas; with --train, all that `pytest scenarios/` would."""
    catalogue = Catalogue(root)
    entries = catalogue.entries(names or [])
    from harness.contract import catalogue_checks, static_checks
    from harness.loading import load
    from harness.settings import Settings
    from harness.sources import Digits

    failed = 0
    found = [("catalogue", catalogue_checks(catalogue))]
    for entry in entries:
        try:
            found.append((entry.name, static_checks(load(entry, Digits()))))
        except UserError as error:
            failed += 1
            _say(f"[red]✗[/] {entry.name}: {escape(str(error))}")
    made = [(name, check) for name, checks in found for check in checks]
    for name, check in made:
        if not check.passed:
            failed += 1
            _say(f"[red]✗[/] {name} {escape(str(check))}: {escape(check.message)}")
    if train:
        settings = Settings.checked(5, 0, "digits", DATA, "cpu")
        with _interruptible(None):
            rows = [row for proof in _watched(entries, settings, workers) for row in proof.outcomes]
        for row in rows:
            for name, message in row.failed.items():
                failed += 1
                _say(f"[red]✗[/] {row.scenario} {escape(name)}: {escape(message)}")
    out.print(
        f"{len(made)} static checks of {len(entries)} scenarios and controls, {failed} problems.", highlight=False
    )
    raise typer.Exit(FAILS if failed else HOLDS)


@app.command()
def study(
    names: Names = None,
    sets: Annotated[int, typer.Option(min=1, help="Disjoint sets of five seeds.")] = 20,
    first_seed: FirstSeed = 100,
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    device: Device = "cpu",
    workers: Workers = 1,
    out_folder: Annotated[
        Path, typer.Option("--out", help="Where runs are kept; a killed study goes on there.")
    ] = RUNS,
    folder: Results = REFERENCES,
    root: Root = INSTALLED,
) -> None:
    """Judge the catalogue on many sets of seeds, and on impostors in the place of fixes.

    With all of the catalogue, the outcome is written into the folder of the references.
    """
    from harness import reference
    from harness.settings import Settings
    from harness.statistics import FEWEST_SEEDS
    from harness.store import Store
    from harness.study import study as judge

    entries = Catalogue(root).entries(names or [])
    settings = Settings.checked(sets * FEWEST_SEEDS, first_seed, images, data_root, device)
    store = Store.opened(out_folder, settings.images.name, settings.device)
    with _interruptible(out_folder):
        table = judge(_watched(entries, settings, workers, store=store, resume=True))
    for row in table[(table.held < table.sets) | (table.sets == 0) | (table.passed > 0)].to_dict("records"):
        _say(f"[red]✗[/] {row['scenario']} {row['recipe']}: held in {row['held']} of {row['sets']} sets")
    _say(
        f"{table.held.sum()} of {table.sets.sum()} verdicts hold, the worst margin is {table.worst_margin.min():+.3f}; "
        f"{table.passed.sum()} of {table.impostors.sum()} impostors passed."
    )
    if not names:
        target = folder / f"study-{reference.path(folder, images, device).name}"
        _say(f"wrote {reference.write_table(target, table, settings)}")
    holds = table.sets.min() > 0 and (table.held == table.sets).all() and not table.passed.any()
    raise typer.Exit(HOLDS if holds else FAILS)


@results.command("record")
def record(
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    device: Device = "cpu",
    workers: Workers = 1,
    folder: Results = REFERENCES,
    root: Root = INSTALLED,
) -> None:
    """Train everything and write the reference; only if every verdict holds."""
    from harness import reference

    settings, proofs = _prove_all(images, data_root, device, workers, root)
    failing = sorted({row.scenario for proof in proofs for row in proof.outcomes if not row.holds})
    if failing:
        err.print(f"Nothing recorded: the verdict does not hold for {', '.join(failing)}. `trainwreck run` says why.")
        raise typer.Exit(FAILS)
    _say(f"wrote {reference.write(folder, reference.tidy(proofs), settings)}")


@results.command("compare")
def compare(
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    device: Device = "cpu",
    workers: Workers = 1,
    folder: Results = REFERENCES,
    root: Root = INSTALLED,
) -> None:
    """Train everything and compare with the reference: mean scores within 0.05, symptoms the same."""
    from harness import reference

    known = reference.read(reference.path(folder, images, device))
    _, proofs = _prove_all(images, data_root, device, workers, root)
    found = reference.differences(known, reference.tidy(proofs))
    for difference in found:
        _say(f"[red]✗[/] {escape(difference)}")
    _say(f"{len(found)} differences from the reference.")
    raise typer.Exit(FAILS if found else HOLDS)


@results.command("table")
def table(images: ImagesName = "digits", device: Device = "cpu", folder: Results = REFERENCES) -> None:
    """Print a reference as a Markdown table."""
    from harness import reference

    print(reference.markdown(reference.read(reference.path(folder, images, device))))  # noqa: T201


@results.command("goals")
def goals_(
    images: ImagesName = "digits", data_root: DataRoot = DATA, folder: Results = REFERENCES, root: Root = INSTALLED
) -> None:
    """Write each task's goal beside the score of a good standard model; fails if a goal is below nine tenths of it."""
    from harness import reference
    from harness.goals import LEAST_SHARE, goals
    from harness.loading import load
    from harness.settings import Settings

    settings = Settings.checked(5, 0, images, data_root, "cpu")
    with _interruptible(None):
        table = goals((load(entry, settings.images) for entry in Catalogue(root)), settings.seeds)
    _say(f"wrote {reference.write_table(folder / f'goals-{images}.csv', table, settings)}")
    low = table[table.share < LEAST_SHARE]
    for row in low.to_dict("records"):
        _say(f"[red]✗[/] {row['scenario']}: the goal is {row['goal']}, the reference model scores {row['reference']}")
    raise typer.Exit(FAILS if len(low) else HOLDS)


def _prove_all(images: str, data_root: Path, device: str, workers: int, root: Path) -> "tuple[Settings, list[Proof]]":
    from harness.settings import Settings

    settings = Settings.checked(5, 0, images, data_root, device)
    with _interruptible(None):
        return settings, list(_watched(list(Catalogue(root)), settings, workers))


if __name__ == "__main__":
    main()
