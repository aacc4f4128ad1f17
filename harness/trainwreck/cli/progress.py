"""Training under a live progress bar, and what is said when it is interrupted."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from trainwreck.cli.console import err
from trainwreck.cli.options import SIGNALLED
from trainwreck.pairs.entries import Entry

if TYPE_CHECKING:  # help and the shell's completion import this module, and need no PyTorch
    from trainwreck.proof.conditions import Conditions
    from trainwreck.proof.prove import Proof

ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]  # Windows has but one


@contextmanager
def interruptible(out_folder: Path | None, cure: str = "go on with --resume") -> Iterator[None]:
    """Turn Ctrl-C into exit code 130, SIGTERM into 143 and a closed terminal into 129, and say what is kept.

    What a signal raises carries its number, by which it can be told from Ctrl-C.
    """
    received = signal.SIGINT

    def interrupt(number: int, _: object) -> None:
        nonlocal received
        received = signal.Signals(number)
        raise KeyboardInterrupt(number)

    # Only what nobody else has a use for: `nohup` ignores SIGHUP, and means it.
    ours = [number for number in ENDING if signal.getsignal(number) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        kept = f"What is finished is in '{out_folder}': {cure}." if out_folder else "Nothing is kept."
        with suppress(OSError, SystemExit):  # the terminal may be gone, or a pipe, for which rich ends the program
            err.print(f"Interrupted. {kept}", highlight=False, soft_wrap=True)
        raise typer.Exit(SIGNALLED + received) from None
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def watched(
    entries: list[Entry], conditions: "Conditions", workers: int, quiet: bool = False, **records: Any
) -> Iterator["Proof"]:
    """Prove entries under a live progress bar; say of each what came out, with a picture of it."""
    from trainwreck.proof.prove import prove

    with bar("training") as (expect, advance):
        for proof in prove(entries, conditions, workers=workers, expect=expect, advance=advance, **records):
            if not quiet:
                err.print(_line(proof), highlight=False, soft_wrap=True)
            yield proof


@contextmanager
def bar(what: str) -> Iterator[tuple[Callable[[int], None], Callable[[], None]]]:
    """Show a progress bar; yield a function to say how much there is to do, and one to say that some is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task(what, total=None)
        yield (lambda total: progress.update(task, total=total)), (lambda: progress.advance(task))


def _line(proof: "Proof") -> str:
    from trainwreck.proof.curves import pictured

    mark = "[green]✓[/]" if proof.holds else "[red]✗[/]"
    first = {name: runs[0] for name, runs in list(proof.runs.items())[:2]}
    return f"{mark} {proof.entry.name:28} {pictured(proof.pair, first) if proof.pair else ''}".rstrip()
