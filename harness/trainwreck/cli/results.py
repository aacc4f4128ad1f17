"""Commands on recorded results: ``results compare``, ``results table`` and ``results figures``."""

from typing import TYPE_CHECKING

import typer
from rich.markup import escape

from trainwreck.cli.console import say
from trainwreck.cli.options import (
    DATA,
    FAILS,
    HOLDS,
    DataRoot,
    Device,
    ImagesName,
    Names,
    Root,
    Workers,
    located,
)
from trainwreck.cli.progress import interruptible, watched
from trainwreck.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

    from trainwreck.proof.results import Results


def compare(
    names: Names = None,
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    device: Device = "cpu",
    workers: Workers = 1,
    root: Root = None,
) -> None:
    """Train anew and compare with the recorded results: mean scores nearly the same, symptoms the same."""
    from trainwreck.proof.conditions import Conditions
    from trainwreck.proof.results import Results
    from trainwreck.proof.tidy import differences, tidy

    catalogue = located(root)
    results = Results(catalogue.root / "results", images, device)
    known, entries = _recorded(results), results.concerned(catalogue.entries(names or []))
    conditions = Conditions.checked(5, 0, images, data_root, device)
    with interruptible(None):
        proofs = list(watched(entries, conditions, workers))
    untrained = [row for proof in proofs if proof.pair is None for row in proof.verdicts]
    found = [message for row in untrained for message in row.failed.values()]
    known = known[known.scenario.isin([proof.entry.name for proof in proofs if proof.pair])] if names else known
    found += differences(known, tidy(proof for proof in proofs if proof.pair))
    for difference in found:
        say(f"[red]✗[/] {escape(difference)}")
    say(f"{len(found)} differences from the recorded results.")
    raise typer.Exit(FAILS if found else HOLDS)


def table(images: ImagesName = "digits", device: Device = "cpu", root: Root = None) -> None:
    """Print the recorded scores as a Markdown table."""
    from trainwreck.pages.runs import scores
    from trainwreck.proof.results import Results

    results = Results(located(root).root / "results", images, device)
    _recorded(results)
    print(scores(results))  # noqa: T201


def figures(names: Names = None, images: ImagesName = "digits", device: Device = "cpu", root: Root = None) -> None:
    """Say which figures in stories and lessons nothing accounts for; of one scenario, print all that can be quoted."""
    from trainwreck.proof.figures import of_texts, quotable
    from trainwreck.proof.results import Results

    catalogue = located(root)
    results = Results(catalogue.root / "results", images, device)
    recorded, entries = results.figures.read(), catalogue.entries(names or [])
    if len(entries) == 1:
        print(quotable(recorded[recorded.scenario == entries[0].name]))  # noqa: T201
    found = {entry.name: strange for entry in entries if (strange := of_texts(entry, recorded))}
    for name, strange in found.items():
        say(f"[red]✗[/] {name}: {escape('; '.join(strange))}")
    if found:
        say(
            "Quote a median, or a range as '5th to 95th percentile'; put settings in backticks, and a sign of "
            "arithmetic beside what is calculated. What can be quoted is recorded by: "
            f"{results.command(results.figures, [])}"
        )
    raise typer.Exit(FAILS if found else HOLDS)


def _recorded(results: "Results") -> "pd.DataFrame":
    known = results.runs.read()
    if known.empty:
        raise UserError(f"Nothing is recorded in '{results.runs.path}'. Record it: {results.command(results.runs, [])}")
    return known
