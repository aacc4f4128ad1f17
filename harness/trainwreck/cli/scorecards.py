"""How a scorecard is printed, written and compared, wherever its answers come from."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from trainwreck.cli.console import print_table, say
from trainwreck.cli.options import FAILS, HOLDS
from trainwreck.cli.reporting import html_file
from trainwreck.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trainwreck.referee.baseline import Known
    from trainwreck.referee.grading import Graded
    from trainwreck.referee.heading import Heading
    from trainwreck.referee.scorecard import Scorecard

SHOWN = 5  # errors that are told; --json has them all

Only = Annotated[list[str] | None, typer.Option(help="Only this component or scenario; may be repeated.")]
Sittings = Annotated[
    int, typer.Option(min=1, help="Sittings: in each, every scenario is shown once, broken or mended.")
]
AtSeverities = Annotated[bool, typer.Option("--severities", help="Only faults of degree, at any severity: a row each.")]
Variants = Annotated[
    bool, typer.Option("--variants", help="Show code with other names, orders and spellings than the catalogue's.")
]
Show = Annotated[bool, typer.Option("--show", help="List what was missed, and what was accused for nothing.")]
About = Annotated[
    list[str] | None,
    typer.Option(metavar="KEY=VALUE", help="What else is to be known of the tool: model=…, temperature=…; repeatable."),
]
JsonFile = Annotated[Path | None, typer.Option("--json", help="Write the scorecard to this file.")]
Html = Annotated[
    Path | None, typer.Option("--html", parser=html_file, help="Write the scorecard to this file, as a page.")
]
Baseline = Annotated[Path | None, typer.Option(help="An earlier scorecard; exit 1 if a case got worse.")]
Update = Annotated[bool, typer.Option(help="Write the baseline instead of comparing with it.")]


def told_about(about: "Iterable[str]") -> dict[str, str]:
    """Return what was said of a tool by its key."""
    pairs = [one.partition("=") for one in about]
    for key, equals, _ in pairs:
        if not (key and equals):
            raise UserError(f"--about {key!r} is no KEY=VALUE. Write --about model=NAME, for example.")
    return {key: value for key, _, value in pairs}


def checked(files: "Iterable[Path | None]", baseline: Path | None, update_baseline: bool) -> "Known | None":
    """Refuse files that could not be written in the end; return the baseline, if there is one to compare with."""
    from trainwreck.proof.records import require_writable
    from trainwreck.referee.baseline import read

    if update_baseline and baseline is None:
        raise UserError("--update-baseline needs the file to write. Name it with --baseline.")
    for target in (*files, baseline if update_baseline else None):
        if target:
            require_writable(target, "--json, --html or --baseline")
    if baseline is None or update_baseline:
        return None
    return read(baseline, f"Make it with --baseline '{baseline}' --update-baseline.")


def require_same_sittings(known: "Known | None", variants: bool, secret: str | None = None) -> None:
    """Refuse a baseline whose cases were other ones, or shown in other words."""
    if known and secret not in (None, known.secret):
        raise UserError("The baseline has its own secret, from which its sittings are drawn again. Leave --secret out.")
    if known and known.variants != variants:
        cure = "Say --variants too" if known.variants else "Leave --variants out"
        raise UserError(f"The baseline was made with other words in the code. {cure}, or make it anew.")


def report(heading: "Heading", card: "Scorecard", targets: "Iterable[Path | None]", html: Path | None) -> None:
    """Print a scorecard, and write it where it was asked for."""
    from trainwreck.proof.records import write_whole
    from trainwreck.referee import scorecard
    from trainwreck.referee.figures import summaries

    print_table(scorecard.table([*summaries(card.cases), *heading.yardsticks(card.cases)]))
    if any(not case.truth.is_plain for case in card.cases):
        half = card.finds_half_from
        say(f"It finds half of the faults from severity {half} on." if half else "At no severity it finds half.")
    say_some([f"{_place(case)}: {case.reply.error}" for case in card.errors], "errors; --json has them all")
    say_some([str(one) for one in card.left_out], "cases that are left out")
    for target in filter(None, targets):
        write_whole(target, scorecard.text(heading.document(card.cases)))
        say(f"wrote {escape(str(target))}")
    if html:
        _write_page(html, heading, card)


def _write_page(file: Path, heading: "Heading", card: "Scorecard") -> None:
    from trainwreck.proof.records import write_whole
    from trainwreck.reporting.tool import of_tool

    told = heading.document(card.cases)
    facts = {name.capitalize(): str(told[name]) for name in ("date", "images", "device", "secret")}
    if heading.protections:
        facts["Protections"] = heading.protections
    facts["Variants"] = "yes" if told["variants"] else "no"
    facts |= {"Sittings": str(len(told["seeds"])), "Version of the tool": heading.tool.version, **heading.about}
    if any(not case.truth.is_plain for case in card.cases):
        facts["Finds half from severity"] = str(card.finds_half_from or "none")
    facts |= told["environment"]
    write_whole(file, of_tool(heading.tool.name, card.cases, heading.yardsticks(card.cases), facts))
    say(f"wrote {escape(str(file))}")


def say_wrong(cases: "Sequence[Graded]") -> None:
    """List what was missed, and what was accused for nothing."""
    from trainwreck.referee.grading import WRONG

    for case in sorted(cases, key=lambda case: (case.grade, case.place)):
        if case.grade in WRONG:
            evidence = case.reply.diagnosis.evidence if case.reply.diagnosis else ""
            told = f": {' '.join(evidence.split())}" if evidence else ""
            say(f"{case.grade.name.lower():8}{escape(_place(case) + told)}")


def say_grade(case: "Graded") -> None:
    """Say of one case what was answered, and how that is graded."""
    say(escape(str(case.reply.diagnosis or case.reply.error)))
    say(f"{_place(case)}: [bold]{case.grade.name.lower()}[/]")


def say_some(lines: list[str], what: str) -> None:
    """Print the first of some complaints, and how many more there are."""
    for line in lines[:SHOWN]:
        say(f"[red]✗[/] {escape(line)}")
    if len(lines) > SHOWN:
        say(f"… and {len(lines) - SHOWN} more {what}.")


def outcome(card: "Scorecard", known: "Known | None") -> int:
    """Return the exit code, and say why it is not 0: no answer at all, or cases that got worse."""
    if len(card.errors) == len(card.cases):
        what = "The tool has answered nothing" if card.cases else "No set-up trains"
        say(f"[red bold]{what}: this is no score of the tool.[/]")
        return FAILS
    return HOLDS if known is None else _compare(known, card.cases)


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


def _place(case: "Graded") -> str:
    scenario, recipe, seed = case.place
    return f"{scenario} / {recipe}, seed {seed}"
