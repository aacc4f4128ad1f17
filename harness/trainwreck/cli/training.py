"""Commands that train and judge: ``run`` and ``study``."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from trainwreck.cli.console import print_table, say
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
    named_folder,
)
from trainwreck.cli.progress import bar, interruptible, watched
from trainwreck.errors import UserError
from trainwreck.pairs.entries import BROKEN, Catalogue, Entry

if TYPE_CHECKING:
    from trainwreck.proof.conditions import Conditions
    from trainwreck.proof.prove import Proof


def run(
    names: Names = None,
    seeds: Seeds = 5,
    first_seed: FirstSeed = 0,
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    device: Device = "cpu",
    workers: Workers = 1,
    out_folder: Annotated[
        Path | None, typer.Option("--out", parser=named_folder, help="Record every run in this folder.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Train only what --out does not hold yet.")] = False,
    as_json: AsJson = False,
    root: Root = None,
) -> None:
    """Train scenarios and their fixes, and print the verdicts."""
    entries = _chosen(located(root), names)
    if resume and out_folder is None:
        raise UserError("--resume needs the folder to go on from. Name it with --out.")
    from trainwreck.proof.conditions import Conditions
    from trainwreck.proof.records import Records
    from trainwreck.proof.tables import verdict_table, verdicts_json

    conditions = Conditions.checked(seeds, first_seed, images, data_root, device)
    records = Records.opened(out_folder) if out_folder else None
    with interruptible(out_folder):
        proofs = list(watched(entries, conditions, workers, quiet=as_json, records=records, resume=resume))
    proofs.sort(key=place)
    rows = [row for proof in proofs for row in proof.verdicts]
    if as_json:
        print(verdicts_json(rows, conditions), end="")  # noqa: T201
    else:
        print_table(verdict_table(rows))
        for proof in proofs:
            _say_failures(proof)
        if len(proofs) == 1 and proofs[0].holds:
            _say_what_to_read(entries[0])
    raise typer.Exit(HOLDS if all(proof.holds for proof in proofs) else FAILS)


def _chosen(catalogue: Catalogue, names: list[str] | None) -> list[Entry]:
    """Return the entries of these names, or all; that there is none at all is a mistake, not a success."""
    entries = catalogue.entries(names or [])
    if not entries:
        raise UserError(f"There is no scenario at all in '{catalogue.root}'. `trainwreck new` makes one.")
    return entries


def _say_failures(proof: "Proof") -> None:
    """Say which demands are not met, each once, and below a recipe's what its seeds gave."""
    told: set[str] = set()
    for row in proof.verdicts:
        for demand, message in row.failed.items():
            subject = demand.partition(":")[0]
            if demand in told:  # the broken recipe's stand in the rows of all fixes
                continue
            say(f"\n[red bold]{row.scenario} {escape(demand)}[/]\n{escape(message)}")
            if subject not in told and subject in row.seeds:
                say(escape("\n".join(row.seeds[subject])))
                _say_worst(proof, subject)
            told |= {demand, subject}


def _say_worst(proof: "Proof", subject: str) -> None:
    """Draw the worst seed of a recipe, beside the broken recipe's run with the same seed."""
    from trainwreck.proof.curves import pictured, worst

    if proof.pair and subject in proof.runs:
        number = worst(proof.pair, subject, proof.runs[subject])
        runs = {name: proof.runs[name][number] for name in proof.runs if name in (BROKEN, subject)}
        say(f"  seed {runs[subject].seed}, {pictured(proof.pair, runs)}")


def _say_what_to_read(entry: Entry) -> None:
    if entry.is_control:
        say(f"\nRead why it is healthy: trainwreck show {entry.name}")
    else:
        say(f"\nRead why: trainwreck show {entry.name} --fix")


def place(proof: "Proof") -> tuple[str, str]:
    """Return what proofs are sorted by: as they come, the quickest are first."""
    return proof.entry.component, proof.entry.name


def study(
    names: Names = None,
    severities: Annotated[
        bool, typer.Option("--severities", help="Train each fault at its five severities instead.")
    ] = False,
    longer: Annotated[bool, typer.Option("--longer", help="Train what is broken for eight times its epochs.")] = False,
    sets: Annotated[int | None, typer.Option(min=1, help="Disjoint sets of five seeds; 20, or 2 of variants.")] = None,
    first_seed: FirstSeed = 100,
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    device: Device = "cpu",
    calibration: Annotated[
        bool, typer.Option("--calibration", help="Judge by the images that set-ups are tuned on.")
    ] = False,
    workers: Workers = 1,
    out_folder: Annotated[
        Path, typer.Option("--out", parser=named_folder, help="Where runs are kept; a killed study goes on there.")
    ] = RUNS,
    root: Root = None,
) -> None:
    """Judge the catalogue on many sets of seeds, by images that no set-up was tuned on, and on impostors."""
    from trainwreck.proof.conditions import Conditions
    from trainwreck.proof.records import Records
    from trainwreck.proof.statistics import FEWEST_SEEDS

    if severities and longer:
        raise UserError("--severities and --longer are two studies. Ask for one at a time.")
    entries = _chosen(located(root), names)
    seeds = (sets or (2 if severities or longer else 20)) * FEWEST_SEEDS
    conditions = Conditions.checked(seeds, first_seed, images, data_root, device, untouched=not calibration)
    records = Records.opened(out_folder)
    with interruptible(out_folder, "the same command goes on from there"):
        if severities or longer:
            if not _print_variants(severities, entries, conditions, workers=workers, records=records):
                raise typer.Exit(FAILS)
        elif not _holds(watched(entries, conditions, workers, records=records, resume=True, impostors=True)):
            raise typer.Exit(FAILS)


def _holds(proofs: "Iterable[Proof]") -> bool:
    """Say what a study found, and return whether everything held."""
    from trainwreck.proof.study import failures
    from trainwreck.proof.study import study as judge

    table = judge(_explained(proofs))
    failed = failures(table)
    for row in failed.to_dict("records"):
        say(f"[red]✗[/] {row['scenario']} {row['recipe']}: held in {row['held']} of {row['sets']} sets")
    say(
        f"{table.held.sum()} of {table.sets.sum()} verdicts hold, the worst margin is "
        f"{table.worst_margin.min():+.3f}, or {table.deviations.min():.1f} standard deviations on average; "
        f"{table.passed.sum()} of {table.impostors.sum()} impostors passed; the check alone refused "
        f"{table.unmasked.sum()}."
    )
    return failed.empty


def _print_variants(doses: bool, entries: list[Entry], conditions: "Conditions", **options: Any) -> bool:
    """Print what becomes of faults at their severities, or of broken recipes in longer runs; return whether all ran."""
    import pandas as pd

    from trainwreck.proof.kept import Failure
    from trainwreck.proof.longer import longer_runs
    from trainwreck.proof.severity import severities
    from trainwreck.proof.tables import longer_table, severity_table
    from trainwreck.proof.variants import one_by_one

    with bar("training variants") as (expect, advance):
        make = partial(severities if doses else longer_runs, expect=expect, advance=advance, **options)
        made = list(one_by_one(make, entries, conditions))
    failed = [one for one in made if isinstance(one, Failure)]
    for one in failed:
        say(f"[red]✗[/] {escape(one.message)}")
    tables = [one for one in made if not isinstance(one, Failure)]
    if not tables and failed:
        return False
    if not tables:
        raise UserError("None of these faults is a matter of degree: `trainwreck show NAME --source` says why.")
    found = pd.concat(tables).sort_values(["component", "scenario"], kind="stable")
    if not doses:
        print_table(longer_table(found))
        return not failed
    for _, rows in found.groupby("scenario", sort=False):
        print_table(severity_table(rows))
    return not failed


def _explained(proofs: "Iterable[Proof]") -> "Iterator[Proof]":
    """Say of each entry that could not be trained why, which a study's table has no room for."""
    for proof in proofs:
        if proof.pair is None:
            _say_failures(proof)
        yield proof
