"""Commands on the recorded results: ``results record``, ``compare``, ``table``, ``goals`` and ``leaderboard``."""

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
    DataRoot,
    Device,
    ImagesName,
    Results,
    Root,
    Workers,
    err,
    say,
)
from harness.cli.progress import interruptible, watched

TOOLS = REFERENCES / "tools"

if TYPE_CHECKING:
    from harness.session import Proof
    from harness.settings import Settings


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
    say(f"wrote {reference.write(folder, reference.tidy(proofs), settings)}")


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
        say(f"[red]✗[/] {escape(difference)}")
    say(f"{len(found)} differences from the reference.")
    raise typer.Exit(FAILS if found else HOLDS)


def table(images: ImagesName = "digits", device: Device = "cpu", folder: Results = REFERENCES) -> None:
    """Print a reference as a Markdown table."""
    from harness import reference

    print(reference.markdown(reference.read(reference.path(folder, images, device))))  # noqa: T201


def goals_(
    images: ImagesName = "digits", data_root: DataRoot = DATA, folder: Results = REFERENCES, root: Root = INSTALLED
) -> None:
    """Write each task's goal beside the score of a good standard model; fails if a goal is below nine tenths of it."""
    from harness import reference
    from harness.goals import LEAST_SHARE, goals
    from harness.loading import load
    from harness.settings import Settings

    settings = Settings.checked(5, 0, images, data_root, "cpu")
    with interruptible(None):
        table = goals((load(entry, settings.images) for entry in Catalogue(root)), settings.seeds)
    say(f"wrote {reference.write_table(folder / f'goals-{images}.csv', table, seeds=list(settings.seeds))}")
    low = table[table.share < LEAST_SHARE]
    for row in low.to_dict("records"):
        say(f"[red]✗[/] {row['scenario']}: the goal is {row['goal']}, the reference model scores {row['reference']}")
    raise typer.Exit(FAILS if len(low) else HOLDS)


def leaderboard_(
    folder: Annotated[Path, typer.Option(help="The folder of the scorecards.", show_default=False)] = TOOLS,
) -> None:
    """Write the recorded scorecards of diagnostic tools as one table, and print it as Markdown."""
    from harness.diagnosis.leaderboard import leaderboard, markdown
    from harness.store import write_whole

    table = leaderboard(folder)
    write_whole(folder / "leaderboard.csv", table.to_csv(index=False, lineterminator="\n"))
    print(markdown(table))  # noqa: T201


def _prove_all(images: str, data_root: Path, device: str, workers: int, root: Path) -> "tuple[Settings, list[Proof]]":
    from harness.settings import Settings

    settings = Settings.checked(5, 0, images, data_root, device)
    with interruptible(None):
        return settings, list(watched(list(Catalogue(root)), settings, workers))
