"""Commands on the recorded results: ``results record``, ``compare``, ``table``, ``goals`` and ``leaderboard``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from trainwreck.cli.console import err, say
from trainwreck.cli.options import (
    DATA,
    FAILS,
    HOLDS,
    DataRoot,
    Device,
    ImagesName,
    Results,
    Root,
    Workers,
    located,
    results_of,
)
from trainwreck.cli.progress import interruptible, watched

if TYPE_CHECKING:
    from trainwreck.proof.conditions import Conditions
    from trainwreck.proof.prove import Proof


def record(
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    device: Device = "cpu",
    workers: Workers = 1,
    folder: Results = None,
    root: Root = None,
) -> None:
    """Train everything and write the reference; only if every verdict holds."""
    from trainwreck.proof import recorded as reference

    conditions, proofs = _prove_all(images, data_root, device, workers, root)
    failing = sorted({row.scenario for proof in proofs for row in proof.verdicts if not row.holds})
    if failing:
        err.print(f"Nothing recorded: the verdict does not hold for {', '.join(failing)}. `trainwreck run` says why.")
        raise typer.Exit(FAILS)
    say(f"wrote {reference.write(results_of(located(root), folder), reference.tidy(proofs), conditions)}")


def compare(
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    device: Device = "cpu",
    workers: Workers = 1,
    folder: Results = None,
    root: Root = None,
) -> None:
    """Train everything and compare with the reference: mean scores within 0.05, symptoms the same."""
    from trainwreck.proof import recorded as reference

    known = reference.read(reference.path(results_of(located(root), folder), images, device))
    _, proofs = _prove_all(images, data_root, device, workers, root)
    found = reference.differences(known, reference.tidy(proofs))
    for difference in found:
        say(f"[red]✗[/] {escape(difference)}")
    say(f"{len(found)} differences from the reference.")
    raise typer.Exit(FAILS if found else HOLDS)


def table(images: ImagesName = "digits", device: Device = "cpu", folder: Results = None, root: Root = None) -> None:
    """Print a reference as a Markdown table."""
    from trainwreck.proof import recorded as reference

    known = reference.read(reference.path(results_of(located(root), folder), images, device))
    print(reference.markdown(known))  # noqa: T201


def goals_(
    images: ImagesName = "digits", data_root: DataRoot = DATA, folder: Results = None, root: Root = None
) -> None:
    """Write each task's goal beside the score of a good standard model; fails if a goal is below nine tenths of it."""
    from trainwreck.pairs.loading import load
    from trainwreck.proof import recorded as reference
    from trainwreck.proof.conditions import Conditions
    from trainwreck.proof.goals import LEAST_SHARE, goals

    conditions = Conditions.checked(5, 0, images, data_root, "cpu")
    with interruptible(None):
        table = goals((load(entry, conditions.images) for entry in located(root)), conditions.seeds)
    target = results_of(located(root), folder) / f"goals-{images}.csv"
    say(f"wrote {reference.write_table(target, table, seeds=list(conditions.seeds))}")
    low = table[table.share < LEAST_SHARE]
    for row in low.to_dict("records"):
        say(f"[red]✗[/] {row['scenario']}: the goal is {row['goal']}, the standard model scores {row['standard']}")
    raise typer.Exit(FAILS if len(low) else HOLDS)


def leaderboard_(
    folder: Annotated[Path | None, typer.Option(help="The folder of the scorecards.")] = None, root: Root = None
) -> None:
    """Write the recorded scorecards of diagnostic tools as one table, and print it as Markdown."""
    from trainwreck.proof.records import write_whole
    from trainwreck.referee.leaderboard import leaderboard, markdown

    folder = folder or results_of(located(root), None) / "tools"
    table = leaderboard(folder)
    write_whole(folder / "leaderboard.csv", table.to_csv(index=False, lineterminator="\n"))
    print(markdown(table))  # noqa: T201


def _prove_all(
    images: str, data_root: Path, device: str, workers: int, root: str | None
) -> "tuple[Conditions, list[Proof]]":
    from trainwreck.proof.conditions import Conditions

    conditions = Conditions.checked(5, 0, images, data_root, device)
    with interruptible(None):
        return conditions, list(watched(list(located(root)), conditions, workers))
