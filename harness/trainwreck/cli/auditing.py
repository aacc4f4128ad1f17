"""The command ``audit``: is the judge of ``grade`` right about all that the catalogue knows the answer to?"""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from trainwreck.cli.console import say
from trainwreck.cli.options import DATA, FAILS, HOLDS, DataRoot, ImagesName, Names, Root, located
from trainwreck.cli.progress import bar, interruptible
from trainwreck.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

Seeds = Annotated[int, typer.Option(min=1, help="How many sets of new data each script is judged on.")]
Salt = Annotated[str | None, typer.Option(help="What the data are drawn from; without it, something new each time.")]
Csv = Annotated[Path | None, typer.Option("--csv", help="Keep the rows here, and make only what is not up to date.")]

Repairs = Annotated[Path | None, typer.Option(help="A TOML file of honest repairs, which are to be marked repaired.")]


def audit(
    names: Names = None,
    repairs: Repairs = None,
    seeds: Seeds = 5,
    salt: Salt = None,
    csv: Csv = None,
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    root: Root = None,
) -> None:
    """Grade every fix, broken script, impostor and honest repair: is the judge right about them?"""
    import pandas as pd

    from trainwreck.judging import audit as proof
    from trainwreck.judging import repairs as honest
    from trainwreck.judging.grading import require_lockable
    from trainwreck.judging.server import Server
    from trainwreck.proof.conditions import Conditions
    from trainwreck.proof.records import require_writable

    catalogue = located(root)
    entries = [entry for entry in catalogue.entries(names) if not entry.is_control]
    if not entries:
        raise UserError("A control is healthy, there is nothing to mend. Name scenarios.")
    known_repairs = honest.read(repairs) if repairs else {}
    catalogue.entries(known_repairs)  # an unknown name is told at once
    conditions = Conditions.checked(1, 0, images, data_root, fewest=1)
    require_lockable(trust=False)
    if csv:
        require_writable(csv, "--csv")
    table = proof.recorded(csv) if csv else None
    stale = table.due(entries) if table else entries
    due = [entry for entry in entries if entry in stale or entry.name in known_repairs]  # kept rows know no repairs
    marks = table.fingerprints(due) if table else {}
    fresh: list[pd.DataFrame] = []
    with (
        interruptible(csv, "the same command goes on from there, but for what has repairs, which is graded anew"),
        bar("grading") as (expect, advance),
        Server() as server,
    ):
        expect(len(due))
        for entry in due:
            honest_ones = known_repairs.get(entry.name, ())
            fresh.append(
                proof.audit(entry, conditions.images, salt or secrets.token_hex(16), seeds, server, honest_ones)
            )
            if table:
                table.update(fresh[-1], marks, {known.name for known in catalogue})
            advance()
    rows = table.read() if table else pd.concat(fresh)
    raise typer.Exit(_report(rows[rows.scenario.isin([entry.name for entry in entries])]))


def _report(rows: "pd.DataFrame") -> int:
    """Say how often the judge is right, and where it is not."""
    for kind, some in rows.groupby("kind", sort=False):
        left_out = (some.right == "unknown").sum()
        said = f", {left_out} that cannot be written as scripts" if left_out else ""
        say(f"{kind}: right about {(some.right == 'yes').sum()} of {len(some) - left_out}{said}")
    wrong = rows[rows.right == "no"]
    for row in wrong.to_dict("records"):
        say(f"[red]✗[/] {row['scenario']} / {row['recipe']}: {escape(row['told'] or 'repaired, and its cause gone')}")
    return FAILS if len(wrong) else HOLDS
