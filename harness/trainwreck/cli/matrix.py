"""The command ``matrix``: what every check says of every recipe."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from trainwreck.cli.console import print_table, say
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
    svg_file,
)
from trainwreck.cli.progress import bar, interruptible

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

MOST_ALARMS = 0.05  # a check may be suspicious of one in twenty healthy set-ups that it applies to


def matrix(
    names: Names = None,
    seeds: Annotated[int, typer.Option(min=1, help="Seeds a recipe.")] = 2,
    first_seed: Annotated[int, typer.Option(help="The first of them; none that a check was written with.")] = 40000,
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    device: Device = "cpu",
    workers: Workers = 1,
    csv: Annotated[Path | None, typer.Option(help="Write the whole table to this file.")] = None,
    plot: Annotated[Path | None, typer.Option(parser=svg_file, help="Draw the whole table to this file.")] = None,
    out_folder: Annotated[
        Path, typer.Option("--out", parser=named_folder, help="Where answers are kept; a killed command goes on there.")
    ] = RUNS,
    root: Root = None,
) -> None:
    """Ask every check about every recipe: false alarms, and which faults can be confused."""
    from trainwreck.proof import matrix as proof
    from trainwreck.proof.conditions import Conditions
    from trainwreck.proof.records import Records, require_writable, write_whole

    entries = located(root).entries(names)
    conditions = Conditions.checked(seeds, first_seed, images, data_root, device, fewest=1)
    for path, option in ((csv, "--csv"), (plot, "--plot")):
        if path:
            require_writable(path, option)
    records = Records.opened(out_folder)
    failures: list[str] = []
    with interruptible(out_folder, "the same command goes on from there"), bar("asking") as (expect, advance):
        found = proof.matrix(
            entries,
            conditions,
            workers=workers,
            records=records,
            expect=expect,
            advance=advance,
            failed=failures.append,
        )
    for failure in failures:
        say(f"[red]✗[/] {escape(failure)}")
    if csv:
        marked = found.assign(fingerprint=proof.made_by(found, entries))
        write_whole(csv, marked.to_csv(index=False, lineterminator="\n"))
        say(f"wrote {csv}")
    if plot:
        write_whole(plot, _picture(found))
        say(f"wrote {plot}")
    raise typer.Exit(FAILS if _report(found) or failures else HOLDS)


def _picture(found: "pd.DataFrame") -> str:
    from trainwreck.pictures.matrix import check_matrix
    from trainwreck.pictures.panel import svg

    return svg("What every check says of every fault", check_matrix(found))


def _report(found: "pd.DataFrame") -> bool:
    """Say what was found; return whether a check alarms too often, or has ended with an exception."""
    from trainwreck.proof import matrix as proof

    alarms = proof.false_alarms(found)
    print_table(_table(alarms[alarms.fired > 0]))
    say(f"\n{found.raised.sum()} times a check ended with an exception, as none should.")
    for fault, others in proof.confusions(found).items():
        say(f"{fault} is also accused by {', '.join(others)}")
    too_many = (alarms[alarms.check != "all"].share > MOST_ALARMS).any()
    return bool(too_many or found.raised.any())


def _table(alarms: "pd.DataFrame") -> "Table":
    from rich.table import Table

    table = Table("check", "healthy set-ups it applies to", "false alarms", "share", box=None, pad_edge=False)
    for row in alarms.sort_values("share", ascending=False).to_dict("records"):
        table.add_row(row["check"], str(row["applied"]), str(row["fired"]), f"{row['share']:.3f}")
    return table
