"""Commands that train and judge: ``run`` and ``study``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from harness.catalogue import INSTALLED, Catalogue
from harness.cli.options import (
    DATA,
    FAILS,
    HOLDS,
    REFERENCES,
    RUNS,
    AsJson,
    DataRoot,
    Device,
    FirstSeed,
    ImagesName,
    Names,
    Results,
    Root,
    Seeds,
    Workers,
    print_table,
    say,
)
from harness.cli.progress import interruptible, watched
from harness.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

    from harness.session import Proof


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
    with interruptible(out_folder):
        proofs = list(watched(entries, settings, workers, quiet=as_json, store=store, resume=resume))
    rows = [row for proof in sorted(proofs, key=place) for row in proof.outcomes]
    if as_json:
        print(verdicts_json(rows, settings), end="")  # noqa: T201
    else:
        print_table(verdict_table(rows))
        for row in rows:
            for check, message in row.failed.items():
                say(f"\n[red bold]{row.scenario} {escape(check)}[/]\n{escape(message)}")
    raise typer.Exit(HOLDS if all(row.holds for row in rows) else FAILS)


def place(proof: "Proof") -> tuple[str, str]:
    return proof.entry.component, proof.entry.name


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
    record: Annotated[bool, typer.Option("--record", help="Bring the recorded study up to date.")] = False,
    folder: Results = REFERENCES,
    root: Root = INSTALLED,
) -> None:
    """Judge the catalogue on many sets of seeds, and on impostors in the place of fixes."""
    from harness.settings import Settings
    from harness.statistics import FEWEST_SEEDS
    from harness.store import Store
    from harness.study import holds
    from harness.study import study as judge

    catalogue = Catalogue(root)
    entries = catalogue.entries(names or [])
    settings = Settings.checked(sets * FEWEST_SEEDS, first_seed, images, data_root, device)
    store = Store.opened(out_folder, settings.images.name, settings.device)
    with interruptible(out_folder):
        table = judge(watched(entries, settings, workers, store=store, resume=True))
    for row in table[(table.held < table.sets) | (table.sets == 0) | (table.passed > 0)].to_dict("records"):
        say(f"[red]✗[/] {row['scenario']} {row['recipe']}: held in {row['held']} of {row['sets']} sets")
    say(
        f"{table.held.sum()} of {table.sets.sum()} verdicts hold, the worst margin is {table.worst_margin.min():+.3f}; "
        f"{table.passed.sum()} of {table.impostors.sum()} impostors passed."
    )
    if record:
        _record(folder / f"study-{images}-{device.replace(':', '')}.csv", table, catalogue)
    raise typer.Exit(HOLDS if holds(table) else FAILS)


def _record(target: Path, table: "pd.DataFrame", catalogue: Catalogue) -> None:
    from harness.reference import read, write_table
    from harness.study import updated

    if target.is_file():
        table = updated(read(target), table, {entry.name for entry in catalogue})
    say(f"wrote {write_table(target, table)}")
