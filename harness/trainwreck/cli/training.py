"""Commands that train and judge: ``run`` and ``study``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from trainwreck.cli.options import (
    DATA,
    FAILS,
    HOLDS,
    RUNS,
    AsJson,
    DataRoot,
    Device,
    FirstSeed,
    ImagesName,
    Names,
    Root,
    Seeds,
    Workers,
    located,
    print_table,
    say,
)
from trainwreck.cli.progress import interruptible, watched
from trainwreck.errors import UserError

if TYPE_CHECKING:
    from trainwreck.proof.prove import Proof
    from trainwreck.proof.verdict import Verdict


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
    root: Root = None,
) -> None:
    """Train scenarios and their fixes, and print the verdicts."""
    entries = located(root).entries(names or [])
    if resume and out_folder is None:
        raise UserError("--resume needs the folder to go on from. Name it with --out.")
    from trainwreck.proof.conditions import Conditions
    from trainwreck.proof.records import Records
    from trainwreck.proof.tables import verdict_table, verdicts_json

    conditions = Conditions.checked(seeds, first_seed, images, data_root, device)
    records = Records.opened(out_folder) if out_folder else None
    with interruptible(out_folder):
        proofs = list(watched(entries, conditions, workers, quiet=as_json, records=records, resume=resume))
    rows = [row for proof in sorted(proofs, key=place) for row in proof.verdicts]
    if as_json:
        print(verdicts_json(rows, conditions), end="")  # noqa: T201
    else:
        print_table(verdict_table(rows))
        _say_failures(rows)
    raise typer.Exit(HOLDS if rows and all(row.holds for row in rows) else FAILS)


def _say_failures(rows: "list[Verdict]") -> None:
    """Say which demands are not met, each once, and below a recipe's what its seeds gave."""
    told: set[tuple[str, str]] = set()
    for row in rows:
        for demand, message in row.failed.items():
            subject = demand.partition(":")[0]
            if (row.scenario, demand) in told:  # the broken recipe's stand in the rows of all fixes
                continue
            told.add((row.scenario, demand))
            say(f"\n[red bold]{row.scenario} {escape(demand)}[/]\n{escape(message)}")
            if (row.scenario, subject) not in told:
                told.add((row.scenario, subject))
                say(escape("\n".join(row.seeds.get(subject, ()))))


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
    root: Root = None,
) -> None:
    """Judge the catalogue on many sets of seeds, and on impostors in the place of fixes."""
    from trainwreck.proof.conditions import Conditions
    from trainwreck.proof.records import Records
    from trainwreck.proof.statistics import FEWEST_SEEDS
    from trainwreck.proof.study import failures
    from trainwreck.proof.study import study as judge

    entries = located(root).entries(names or [])
    conditions = Conditions.checked(sets * FEWEST_SEEDS, first_seed, images, data_root, device)
    records = Records.opened(out_folder)
    with interruptible(out_folder):
        table = judge(watched(entries, conditions, workers, records=records, resume=True))
    failed = failures(table)
    for row in failed.to_dict("records"):
        say(f"[red]✗[/] {row['scenario']} {row['recipe']}: held in {row['held']} of {row['sets']} sets")
    say(
        f"{table.held.sum()} of {table.sets.sum()} verdicts hold, the worst margin is {table.worst_margin.min():+.3f}; "
        f"{table.passed.sum()} of {table.impostors.sum()} impostors passed."
    )
    raise typer.Exit(FAILS if len(failed) else HOLDS)
