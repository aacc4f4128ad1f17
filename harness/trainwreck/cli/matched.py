"""The commands ``results logs`` and ``results match``: what logs are matched with, and how well that goes."""

from trainwreck.cli.console import say
from trainwreck.cli.options import RUNS, Names, Root, Workers, located
from trainwreck.cli.progress import bar, interruptible
from trainwreck.cli.record import Out


def logs(names: Names = None, workers: Workers = 1, out_folder: Out = RUNS, root: Root = None) -> None:
    """Record the logs that `match` compares with: each entry's where they are stale; goes on where it was stopped."""
    from trainwreck.matching.logs import Making, recorded
    from trainwreck.proof.conditions import Conditions
    from trainwreck.proof.records import Records, require_writable

    catalogue = located(root)
    table = recorded(catalogue.root / "results")
    require_writable(table.path, "--root")
    due = table.due(catalogue.entries(names or []))
    made_by = table.fingerprints(due)
    making = Making(
        lambda seeds, first, untouched: Conditions.checked(seeds, first, fewest=1, untouched=untouched),
        workers,
        Records.opened(out_folder),
    )
    known = {entry.name for entry in catalogue}
    with interruptible(table.path, "the same command goes on from there"), bar("logging") as (expect, advance):
        expect(len(due))
        for entry in due:
            table.update(making.logs(entry), made_by, known)
            advance()
    say(f"{len(due)} recorded in {table.path}; all others were up to date.")


def match(root: Root = None) -> None:
    """Measure how well `match` does, on scenarios that it has not seen and on fresh seeds; a few minutes."""
    from trainwreck.matching.matcher import Known
    from trainwreck.matching.measured import measured, path
    from trainwreck.proof.records import require_writable, write_whole

    catalogue = located(root)
    target = path(catalogue.root / "results")
    require_writable(target, "--root")
    known = Known.of(catalogue)
    with interruptible(None), bar("matching") as (expect, advance):
        table = measured(known, expect, advance)
    write_whole(target, table.to_csv(index=False, lineterminator="\n"))
    say(f"wrote {target}")
