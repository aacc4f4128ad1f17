"""The command ``score``: how good is a diagnostic tool?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from trainwreck.cli.console import err, print_table, say
from trainwreck.cli.options import DATA, FAILS, HOLDS, DataRoot, Device, FirstSeed, ImagesName, Root, Workers, located
from trainwreck.cli.progress import bar, interruptible
from trainwreck.cli.reporting import html_file
from trainwreck.errors import UserError
from trainwreck.referee.tool import Tool, bundled, find, find_command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainwreck.pairs.entries import Catalogue, Entry
    from trainwreck.proof.conditions import Conditions
    from trainwreck.referee.baseline import Known
    from trainwreck.referee.grading import Graded
    from trainwreck.referee.scorecard import Scorecard
    from trainwreck.referee.scoring import Scoring

KEPT = Path("runs/score")
SHOWN = 5  # errors that are told; --json has them all

ToolName = Annotated[str | None, typer.Argument(help="package.module:function, or a name from --list.")]
Command = Annotated[
    str | None,
    typer.Option("--command", help="Instead of TOOL: a command, with {folder} where a case's folder stands."),
]
ListTools = Annotated[bool, typer.Option("--list", help="List the tools that come along.")]
Only = Annotated[list[str] | None, typer.Option(help="Only this component or scenario; may be repeated.")]
Seeds = Annotated[int, typer.Option(min=1, help="Sittings: in each, every scenario is shown once, broken or mended.")]
AtSeverities = Annotated[bool, typer.Option("--severities", help="Faults at any of their severities, a row each.")]
Secret = Annotated[str | None, typer.Option(help="Draw the sittings of the scorecard that has this secret.")]
Timeout = Annotated[float, typer.Option(min=0.1, help="Seconds that a tool may take for a case.")]
Show = Annotated[bool, typer.Option("--show", help="List what was missed, and what was accused for nothing.")]
Trust = Annotated[bool, typer.Option("--trust", help="Run the tool with no lock: it can do whatever you can.")]
Network = Annotated[bool, typer.Option("--network", help="Let the tool reach the internet, as a language model must.")]
Debug = Annotated[
    str | None,
    typer.Option(metavar="NAME/RECIPE", help="Ask about one case, in this process: its output is seen, pdb works."),
]
JsonFile = Annotated[Path | None, typer.Option("--json", help="Write the scorecard to this file.")]
Html = Annotated[
    Path | None, typer.Option("--html", parser=html_file, help="Write the scorecard to this file, as a page.")
]
Baseline = Annotated[Path | None, typer.Option(help="An earlier scorecard; exit 1 if a case got worse.")]
Update = Annotated[bool, typer.Option(help="Write the baseline instead of comparing with it.")]
Out = Annotated[Path, typer.Option("--out", help="Where replies are kept until the scorecard is whole.")]


def score(
    tool: ToolName = None,
    command: Command = None,
    list_tools: ListTools = False,
    only: Only = None,
    seeds: Seeds = 3,
    first_seed: FirstSeed = 0,
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    device: Device = "cpu",
    workers: Workers = 1,
    severities: AtSeverities = False,
    secret: Secret = None,
    timeout: Timeout = 60.0,
    show: Show = False,
    trust: Trust = False,
    network: Network = False,
    debug: Debug = None,
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
    found, catalogue = _tool(tool, command, baseline, update_baseline), located(root)
    from trainwreck.proof.conditions import Conditions
    from trainwreck.proof.records import Records
    from trainwreck.referee.locked import Terms
    from trainwreck.referee.replies import Replies
    from trainwreck.referee.scoring import Scoring, chosen

    if debug is not None:
        if json_file or html or baseline:
            raise UserError("One case has no scorecard to write or compare. Leave --debug out, or those files.")
        _debug(found, catalogue, debug, Conditions.checked(1, first_seed, images, data_root, device, fewest=1))
        return
    targets = [target for target in (json_file, baseline if update_baseline else None) if target]
    known = _checked([*targets, *([html] if html else [])], None if update_baseline else baseline)
    conditions = Conditions.checked(seeds, first_seed, images, data_root, device, fewest=1)
    asked_for = secret if known is None else known.secret
    records, terms = Records.opened(out_folder), Terms(trust, network)
    replies = Replies(records, found, conditions, tuple(only or ()), severities, timeout, asked_for, terms)
    scoring = Scoring(
        tool=found,
        catalogue=catalogue,
        conditions=conditions,
        replies=replies,
        workers=workers,
        timeout=timeout,
        severities=severities,
        secret=replies.secret(),
        terms=terms,
    )
    err.print(f"protections: {scoring.protections}", highlight=False, soft_wrap=True)
    card = _diagnosed(scoring, chosen(catalogue, only or ()), out_folder)
    _report(scoring, card, targets, html)
    if show:
        _say_wrong(card.cases)
    replies.forget()  # the scorecard is whole, and the next one shall be measured afresh
    raise typer.Exit(_outcome(card, known))


def _tool(name: str | None, command: str | None, baseline: Path | None, update_baseline: bool) -> Tool:
    """Return the tool that was named; a question that cannot be answered is refused."""
    if name is not None and command is not None:
        raise UserError("A tool is a function or a command. Name one of them.")
    if update_baseline and baseline is None:
        raise UserError("--update-baseline needs the file to write. Name it with --baseline.")
    if command is not None:
        return find_command(command)
    if name is None:
        raise UserError(
            "Name a tool: package.module:function, or one from `trainwreck score --list`; or a command: "
            "--command 'mytool {folder}'."
        )
    return find(name)


def _outcome(card: "Scorecard", known: "Known | None") -> int:
    """Return the exit code, and say why it is not 0: no answer at all, or cases that got worse."""
    if len(card.errors) == len(card.cases):
        what = "The tool has answered nothing" if card.cases else "No set-up trains"
        say(f"[red bold]{what}: this is no score of the tool.[/]")
        return FAILS
    return HOLDS if known is None else _compare(known, card.cases)


def _say_bundled() -> None:
    for name, title in bundled().items():
        say(f"[bold]{name:16}[/] {escape(title)}")


def _checked(targets: list[Path], baseline: Path | None) -> "Known | None":
    """Refuse files that could not be written in the end; return the baseline, if there is one to compare with."""
    from trainwreck.proof.records import require_writable
    from trainwreck.referee.baseline import read

    for target in targets:
        require_writable(target, "--json, --html or --baseline")
    return read(baseline, f"Make it with --baseline '{baseline}' --update-baseline.") if baseline else None


def _diagnosed(scoring: "Scoring", entries: "Sequence[Entry]", kept: Path) -> "Scorecard":
    cases = scoring.subjects(entries)
    with interruptible(kept, "the same command goes on from there"), bar("diagnosing") as (expect, advance):
        expect(len(cases))
        return scoring.score(cases, advance)


def _report(scoring: "Scoring", card: "Scorecard", targets: list[Path], html: Path | None) -> None:
    """Print a scorecard, and write it where it was asked for."""
    from trainwreck.proof.records import write_whole
    from trainwreck.referee import scorecard
    from trainwreck.referee.locked import CURE

    print_table(scorecard.table([*scorecard.summaries(card.cases), *scoring.yardsticks(card.cases)]))
    if any(not case.truth.is_plain for case in card.cases):
        half = card.finds_half_from
        say(f"It finds half of the faults from severity {half} on." if half else "At no severity it finds half.")
    _say_some([f"{_place(case)}: {case.reply.error}" for case in card.errors], "errors; --json has them all")
    if card.errors and not scoring.unlocked:
        say(CURE)
    _say_some([str(one) for one in card.left_out], "cases that are left out")
    for target in targets:
        write_whole(target, scorecard.text(scoring.document(card.cases)))
        say(f"wrote {escape(str(target))}")
    if html:
        _write_page(html, scoring, card)


def _write_page(file: Path, scoring: "Scoring", card: "Scorecard") -> None:
    from trainwreck.proof.records import write_whole
    from trainwreck.reporting.tool import of_tool

    told = scoring.document(card.cases)
    facts = {name.capitalize(): str(told[name]) for name in ("date", "images", "device", "secret", "protections")}
    facts |= {"Sittings": str(len(told["seeds"])), "Version of the tool": scoring.tool.version}
    if any(not case.truth.is_plain for case in card.cases):
        facts["Finds half from severity"] = str(card.finds_half_from or "none")
    facts |= told["environment"]
    write_whole(file, of_tool(scoring.tool.name, card.cases, scoring.yardsticks(card.cases), facts))
    say(f"wrote {escape(str(file))}")


def _debug(tool: Tool, catalogue: "Catalogue", place: str, conditions: "Conditions") -> None:
    """Ask a tool about one case, and say what it answers and how that is graded."""
    from trainwreck.referee import single

    case = single.debug(tool, catalogue, single.subject(catalogue, place, conditions), conditions)
    answer = case.reply.diagnosis
    say(escape(str(answer or case.reply.error)))
    say(f"{_place(case)}: [bold]{case.grade.name.lower()}[/]")


def _say_wrong(cases: "list[Graded]") -> None:
    from trainwreck.referee.grading import WRONG

    for case in sorted(cases, key=lambda case: (case.grade, case.place)):
        if case.grade in WRONG:
            evidence = case.reply.diagnosis.evidence if case.reply.diagnosis else ""
            told = f": {' '.join(evidence.split())}" if evidence else ""
            say(f"{case.grade.name.lower():8}{escape(_place(case) + told)}")


def _place(case: "Graded") -> str:
    scenario, recipe, seed = case.place
    return f"{scenario} / {recipe}, seed {seed}"


def _say_some(lines: list[str], what: str) -> None:
    for line in lines[:SHOWN]:
        say(f"[red]✗[/] {escape(line)}")
    if len(lines) > SHOWN:
        say(f"… and {len(lines) - SHOWN} more {what}.")


def _compare(known: "Known", graded: "list[Graded]") -> int:
    from trainwreck.referee.baseline import changes

    found = changes(known.grades, graded)
    for change in found:
        say(f"{'[red]worse[/] ' if change.worse else '[green]better[/]'} {escape(str(change))}")
    worse = sum(change.worse for change in found)
    compared = sum(case.place in known.grades for case in graded)
    say(f"{compared} cases compared with the baseline: {worse} worse, {len(found) - worse} better.")
    if not compared:
        raise UserError("The baseline has none of these cases. Make it anew with --update-baseline.")
    return FAILS if worse else HOLDS
