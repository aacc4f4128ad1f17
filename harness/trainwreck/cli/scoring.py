"""The command ``score``: how good is a diagnostic tool?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from trainwreck.cli.console import print_table, say
from trainwreck.cli.options import DATA, FAILS, HOLDS, DataRoot, Device, FirstSeed, ImagesName, Root, Workers, located
from trainwreck.cli.progress import bar, interruptible
from trainwreck.errors import UserError
from trainwreck.referee.tool import bundled, find

if TYPE_CHECKING:
    from trainwreck.referee.grading import Grade, Graded
    from trainwreck.referee.scoring import Scoring

KEPT = Path("runs/score")

Out = Annotated[Path, typer.Option("--out", help="Where replies are kept until the scorecard is whole.")]


def score(
    tool: Annotated[str | None, typer.Argument(help="package.module:function, or a name from --list.")] = None,
    list_tools: Annotated[bool, typer.Option("--list", help="List the tools that come along.")] = False,
    only: Annotated[list[str] | None, typer.Option(help="Only this component or scenario; may be repeated.")] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Seeds a recipe.")] = 3,
    first_seed: FirstSeed = 0,
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    device: Device = "cpu",
    workers: Workers = 1,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a tool may take for a case.")] = 60.0,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the scorecard to this file.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="An earlier scorecard; exit 1 if a case got worse.")] = None,
    update_baseline: Annotated[bool, typer.Option(help="Write the baseline instead of comparing with it.")] = False,
    out_folder: Out = KEPT,
    root: Root = None,
) -> None:
    """Score a diagnostic tool on every broken, fixed and control run of the catalogue."""
    if list_tools:
        _say_bundled()
        return
    if tool is None:
        raise UserError("Name a tool: package.module:function, or one from `trainwreck score --list`.")
    if update_baseline and baseline is None:
        raise UserError("--update-baseline needs the file to write. Name it with --baseline.")
    found, catalogue = find(tool), located(root)
    targets = [target for target in (json_file, baseline if update_baseline else None) if target]
    from trainwreck.proof.records import Records, require_writable

    for target in targets:
        require_writable(target, "--json or --baseline")
    from trainwreck.proof.conditions import Conditions
    from trainwreck.referee import baseline as earlier
    from trainwreck.referee.replies import Replies
    from trainwreck.referee.scoring import Scoring, chosen

    known = earlier.read(baseline) if baseline and not update_baseline else None
    conditions = Conditions.checked(seeds, first_seed, images, data_root, device, fewest=1)
    replies = Replies(Records.opened(out_folder), found, conditions)
    entries = chosen(catalogue, only or [])
    scoring = Scoring(
        tool=found, catalogue=catalogue, conditions=conditions, replies=replies, workers=workers, timeout=timeout
    )
    cases = scoring.subjects(entries)
    with interruptible(out_folder, "the same command goes on from there"), bar("diagnosing") as (expect, advance):
        expect(len(cases))
        graded = list(scoring.graded(cases, advance))
    _report(scoring, graded, targets)
    replies.forget(cases)  # the scorecard is whole, and the next one shall be measured afresh
    if known is not None:
        raise typer.Exit(_compare(known, graded))


def _say_bundled() -> None:
    for name, title in bundled().items():
        say(f"[bold]{name:16}[/] {escape(title)}")


def _report(scoring: "Scoring", graded: "list[Graded]", targets: list[Path]) -> None:
    """Print a scorecard, and write it where it was asked for."""
    from trainwreck.proof.records import write_whole
    from trainwreck.referee import scorecard

    print_table(scorecard.table([*scorecard.summaries(graded), *scoring.yardsticks(graded)]))
    _say_errors(graded)
    for target in targets:
        write_whole(target, scorecard.text(scoring.document(graded)))
        say(f"wrote {escape(str(target))}")


def _say_errors(graded: "list[Graded]") -> None:
    errors = [case for case in graded if case.reply.error]
    for case in errors[:5]:
        scenario, recipe, seed = case.place
        say(f"[red]✗[/] {scenario} / {recipe}, seed {seed}: {escape(case.reply.error or '')}")
    if len(errors) > 5:
        say(f"… and {len(errors) - 5} more errors; --json has them all.")


def _compare(known: "dict[tuple[str, str, int], Grade]", graded: "list[Graded]") -> int:
    from trainwreck.referee.baseline import changes

    found = changes(known, graded)
    for change in found:
        say(f"{'[red]worse[/] ' if change.worse else '[green]better[/]'} {escape(str(change))}")
    worse = sum(change.worse for change in found)
    compared = sum(case.place in known for case in graded)
    say(f"{compared} cases compared with the baseline: {worse} worse, {len(found) - worse} better.")
    if not compared:
        raise UserError("The baseline has none of these cases. Make it anew with --update-baseline.")
    return FAILS if worse else HOLDS
