"""The command ``score``: how good is a diagnostic tool?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from trainwreck.cli.console import err, say
from trainwreck.cli.options import DATA, DataRoot, Device, FirstSeed, ImagesName, Root, Workers, located
from trainwreck.cli.progress import bar, interruptible
from trainwreck.cli.scorecards import (
    About,
    AtSeverities,
    Baseline,
    Html,
    JsonFile,
    Only,
    Show,
    Sittings,
    Update,
    Variants,
    checked,
    outcome,
    report,
    require_same_sittings,
    say_grade,
    say_wrong,
    told_about,
)
from trainwreck.errors import UserError
from trainwreck.referee.tool import Tool, bundled, find, find_command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainwreck.pairs.entries import Catalogue, Entry
    from trainwreck.proof.conditions import Conditions
    from trainwreck.referee.scorecard import Scorecard
    from trainwreck.referee.scoring import Scoring

KEPT = Path("runs/score")

ToolName = Annotated[str | None, typer.Argument(help="package.module:function, or a name from --list.")]
Command = Annotated[
    str | None,
    typer.Option("--command", help="Instead of TOOL: a command, with {folder} where a case's folder stands."),
]
ListTools = Annotated[bool, typer.Option("--list", help="List the tools that come along.")]
Secret = Annotated[str | None, typer.Option(help="Draw the sittings of the scorecard that has this secret.")]
Timeout = Annotated[float, typer.Option(min=0.1, help="Seconds that a tool may take for a case.")]
Trust = Annotated[bool, typer.Option("--trust", help="Run the tool with no lock: it can do whatever you can.")]
Network = Annotated[bool, typer.Option("--network", help="Let the tool reach the internet, as a language model must.")]
Debug = Annotated[
    str | None,
    typer.Option(metavar="NAME/RECIPE", help="Ask about one case, in this process: its output is seen, pdb works."),
]
Transcripts = Annotated[
    Path | None, typer.Option(help="Write what the tool has printed or kept to this folder, a file a case.")
]
Out = Annotated[Path, typer.Option("--out", help="Where replies are kept until the scorecard is whole.")]


def score(
    tool: ToolName = None,
    command: Command = None,
    list_tools: ListTools = False,
    only: Only = None,
    seeds: Sittings = 3,
    first_seed: FirstSeed = 0,
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    device: Device = "cpu",
    workers: Workers = 1,
    severities: AtSeverities = False,
    variants: Variants = False,
    secret: Secret = None,
    timeout: Timeout = 60.0,
    show: Show = False,
    trust: Trust = False,
    network: Network = False,
    debug: Debug = None,
    about: About = None,
    transcripts: Transcripts = None,
    json_file: JsonFile = None,
    html: Html = None,
    baseline: Baseline = None,
    update_baseline: Update = False,
    out_folder: Out = KEPT,
    root: Root = None,
) -> None:
    """Score a diagnostic tool: on every scenario, broken or fixed by a secret coin, and on every control."""
    if list_tools:
        _say_bundled()
        return
    found, catalogue = _tool(tool, command), located(root)
    from trainwreck.proof.conditions import Conditions
    from trainwreck.proof.records import Records, require_writable
    from trainwreck.referee.locked import Terms
    from trainwreck.referee.scoring import Scoring, chosen

    conditions = Conditions.checked(seeds if debug is None else 1, first_seed, images, data_root, device, fewest=1)
    if debug is not None:
        _refuse_files(json_file, html, baseline)
        _debug(found, catalogue, debug, conditions, variants)
        return
    known = checked([json_file, html], baseline, update_baseline)
    require_same_sittings(known, variants, secret)
    if transcripts:
        require_writable(transcripts / "case", "--transcripts")
    scoring = Scoring(
        tool=found,
        catalogue=catalogue,
        conditions=conditions,
        workers=workers,
        timeout=timeout,
        severities=severities,
        variants=variants,
        secret=secret if known is None else known.secret,
        about=told_about(about or ()),
        terms=Terms(trust, network),
    ).keeping(Records.opened(out_folder), only or ())
    card = _diagnosed(scoring, chosen(catalogue, only or ()), out_folder)
    report(scoring.heading, card, [json_file, baseline if update_baseline else None], html)
    _say_more(scoring, card, show, transcripts)
    scoring.forget()
    raise typer.Exit(outcome(card, known))


def _tool(name: str | None, command: str | None) -> Tool:
    """Return the tool that was named; a question that cannot be answered is refused."""
    if name is not None and command is not None:
        raise UserError("A tool is a function or a command. Name one of them.")
    if command is not None:
        return find_command(command)
    if name is None:
        raise UserError(
            "Name a tool: package.module:function, or one from `trainwreck score --list`; or a command: "
            "--command 'mytool {folder}'."
        )
    return find(name)


def _say_bundled() -> None:
    for name, title in bundled().items():
        say(f"[bold]{name:16}[/] {escape(title)}")


def _diagnosed(scoring: "Scoring", entries: "Sequence[Entry]", kept: Path) -> "Scorecard":
    err.print(f"protections: {scoring.protections}", highlight=False, soft_wrap=True)
    cases = scoring.subjects(entries)
    with interruptible(kept, "the same command goes on from there"), bar("diagnosing") as (expect, advance):
        expect(len(cases))
        return scoring.score(cases, advance)


def _say_more(scoring: "Scoring", card: "Scorecard", show: bool, transcripts: Path | None) -> None:
    """Say what the scorecard does not: a cure for errors, what was wrong, and what the tool has printed."""
    from trainwreck.referee.locked import CURE

    if card.errors and not scoring.unlocked:
        say(CURE)
    if show:
        say_wrong(card.cases)
    if transcripts:
        _write_transcripts(transcripts, card)


def _write_transcripts(folder: Path, card: "Scorecard") -> None:
    from trainwreck.proof.records import write_whole

    kept = [case for case in card.cases if case.reply.transcript]
    for case in kept:
        scenario, recipe, seed = case.place
        write_whole(folder / f"{scenario}.{recipe.replace(' ', '-')}-{seed}.txt", case.reply.transcript)
    say(f"wrote {len(kept)} transcripts to {escape(str(folder))}")


def _refuse_files(*files: Path | None) -> None:
    if any(files):
        raise UserError("One case has no scorecard to write or compare. Leave --debug out, or those files.")


def _debug(tool: Tool, catalogue: "Catalogue", place: str, conditions: "Conditions", variant: bool) -> None:
    """Ask a tool about one case, and say what it answers and how that is graded."""
    from trainwreck.referee import single

    case = single.debug(tool, catalogue, single.subject(catalogue, place, conditions, variant), conditions)
    say_grade(case)
