"""The commands ``measure`` and ``ask``: known checks on a sealed case, and a check of one's own on known cases."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from trainwreck.cli.console import out, print_table, say
from trainwreck.cli.learning import Case, images_of, loaded, opened, say_clock
from trainwreck.cli.options import DATA, FAILS, HOLDS, DataRoot, FirstSeed, ImagesName, Root, complete, located
from trainwreck.cli.progress import bar, interruptible
from trainwreck.errors import UserError
from trainwreck.pairs.entries import Catalogue, Entry

if TYPE_CHECKING:
    from trainwreck.learning.asking import Answer

AskedAbout = Annotated[
    list[str],
    typer.Argument(metavar="NAME...", help="Scenarios, with their fixes, and controls.", autocompletion=complete),
]


def measure(
    case: Case,
    number: Annotated[int | None, typer.Argument(help="The question's number; without it all are listed.")] = None,
    root: Root = None,
) -> None:
    """Ask a question about a case without opening its script; each counts, as a measurement costs."""
    from trainwreck.learning.measuring import measure, questions
    from trainwreck.learning.progress import Progress

    catalogue = located(root)
    workspace, entry = opened(case, catalogue)
    known = questions(catalogue)
    if number is None:
        for counted, question in enumerate(known, start=1):
            out.print(f"{counted:3}  {question.text}", markup=False, highlight=False, soft_wrap=True)
        return
    if not 1 <= number <= len(known):
        raise UserError(f"There is no question {number}. Ask one from 1 to {len(known)}.")
    with interruptible(None):
        reading = measure(loaded(workspace, entry), known[number - 1], images_of(workspace))
    progress, name = Progress.of(workspace.folder), case.absolute().name
    done = progress[name].asked(number)
    progress.noted(name, done)
    out.print(known[number - 1].text, markup=False, highlight=False, soft_wrap=True)
    if reading is None:
        say("This does not apply here.")
    else:
        say(f"{escape(str(reading.value))}: {'[red]suspicious[/]' if reading.suspicious else 'nothing unusual'}")
    say(f"{len(done.measured)} measured so far.")
    say_clock(workspace)


def ask(
    file: Annotated[Path, typer.Argument(metavar="CHECK.py", help="A file with a function `check` in it.")],
    names: AskedAbout,
    seeds: Annotated[int, typer.Option(min=1, help="Seeds a recipe.")] = 1,
    first_seed: FirstSeed = 0,
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    root: Root = None,
) -> None:
    """Ask a check of your own about what is broken, what is mended, and what is healthy and looks alike."""
    from trainwreck.learning import asking
    from trainwreck.proof.conditions import Conditions

    entries = _with_look_alikes(located(root), names)
    check = asking.check_of(file)
    conditions = Conditions.checked(seeds, first_seed, images, data_root, fewest=1)
    found = []
    with interruptible(None), bar("asking") as (expect, advance):
        for answer in asking.answers(check, file, entries, conditions.seeds, conditions.images, expect):
            found.append(answer)
            advance()
    _report(found)
    say(f"\ntold apart: {asking.told_apart(found):+.2f}, of 1 at best; 0 is what a guess is worth")
    raise typer.Exit(HOLDS if all(answer.right for answer in found) else FAILS)


def _with_look_alikes(catalogue: Catalogue, names: list[str]) -> list[Entry]:
    """Return the entries of these names, and the controls that look like one of them."""
    named = catalogue.entries(names)
    known = {entry.name for entry in named}
    return [*named, *(one for one in catalogue if one.looks_like in known and one.name not in known)]


def _report(found: "list[Answer]") -> None:
    from rich.table import Table

    table = Table("", "case", "recipe", "reading", box=None, pad_edge=False)
    for one in found:
        mark = "[green]✓[/]" if one.right else "[red]✗[/]"
        if one.reading is None:
            read = "an error" if one.failed else "does not apply"
        else:
            read = f"{one.reading.value}{', suspicious' * one.reading.suspicious}"
        table.add_row(mark, one.entry.name, one.recipe, escape(read))
    print_table(table)
    for failed in dict.fromkeys(one.failed for one in found if one.failed):
        out.print(failed, markup=False, highlight=False, soft_wrap=True)
