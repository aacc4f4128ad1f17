"""The command ``show``: a scenario as a riddle, its hints, and its answer."""

import re
from collections.abc import Sequence
from difflib import unified_diff
from pathlib import Path
from typing import Annotated

import typer
from rich.markdown import Markdown
from rich.markup import escape
from rich.syntax import Syntax

from trainwreck.cli.console import out, say
from trainwreck.cli.options import Name, Root, located, svg_file
from trainwreck.errors import UserError
from trainwreck.pairs.entries import BROKEN, HEALTHY, Entry
from trainwreck.pairs.source import setup_file

CODE_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def show(
    name: Name,
    hint: Annotated[int | None, typer.Option(help="Show only this hint, counted from 1.")] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Show what the fixes change, and why they help.")] = False,
    source: Annotated[bool, typer.Option("--source", help="Show the file as it stands, answer and all.")] = False,
    plot: Annotated[
        Path | None,
        typer.Option(parser=svg_file, help="Draw its recorded runs to this file; with --fix, those of fixes."),
    ] = None,
    root: Root = None,
) -> None:
    """Show a scenario's story and its code, without the answer."""
    if sum((hint is not None, fix, source)) > 1:
        raise UserError("--hint, --fix and --source show different things. Ask for one at a time.")
    if plot and (hint is not None or source):
        raise UserError(
            "--plot draws what is seen, and with --fix the answer as well. Ask for hints and files without it."
        )
    entry = located(root).entry(name)
    if plot:
        _draw(entry, plot, fix)
    elif hint is not None:
        out.print(hint_of(entry.name, entry.hints, hint), markup=False, highlight=False, soft_wrap=True)
    elif fix:
        show_fixes(entry)
    elif source:
        print_code(entry.path.read_text(encoding="utf-8", errors="replace"))
    else:
        _show_riddle(entry)


def _draw(entry: Entry, path: Path, fixes: bool) -> None:
    """Draw an entry's recorded runs, and those of its fixes only where they are asked for."""
    if fixes:
        _require_fixes(entry)
    from trainwreck.pictures.panel import svg
    from trainwreck.pictures.recorded import left_out, panels
    from trainwreck.proof.records import require_writable, write_whole
    from trainwreck.proof.results import Results

    results = Results(entry.root / "results")
    require_writable(path, "--plot")
    write_whole(path, svg(entry.title, *panels(entry, results, fixes)))
    say(f"wrote {escape(str(path))}")
    for lacking in left_out(entry, results) if fixes else ():
        say(f"without {lacking}")
    if results.curves.stale([entry]):
        say(f"Its runs were recorded with earlier code. Record it anew: {results.command(results.curves, [entry])}")


def hint_of(called: str, hints: Sequence[str], number: int) -> str:
    """Return one of some hints, counted from 1; a UserError says how many there are of what is ``called`` so."""
    if not hints:
        raise UserError(f"{called} has no hints. Look at its code: that is all there is.")
    if not 1 <= number <= len(hints):
        raise UserError(f"{called} has no hint {number}. Ask for one from 1 to {len(hints)}.")
    return hints[number - 1]


def _show_riddle(entry: Entry) -> None:
    """Show what is known before one knows the answer."""
    code = setup_file(entry, HEALTHY if entry.is_control else BROKEN)
    print_markdown(f"# {entry.title}\n{entry.text.partition(chr(10))[2]}")
    out.print()
    print_code(code)
    if not entry.is_control:
        say(f"\nFor a hint: trainwreck show {entry.name} --hint N, with N from 1 to {len(entry.hints)}.")
        say(f"For the answer: trainwreck show {entry.name} --fix")


def show_fixes(entry: Entry) -> None:
    """Show what each fix changes, and then the lesson."""
    _require_fixes(entry)
    broken = setup_file(entry, BROKEN).splitlines(keepends=True)
    for name in entry.fixes:
        fixed = setup_file(entry, name).splitlines(keepends=True)
        print_code("".join(unified_diff(broken, fixed, BROKEN, name)), "diff")
        out.print()
    print_markdown(entry.whole_lesson)


def _require_fixes(entry: Entry) -> None:
    if entry.is_control:
        raise UserError(f"{entry.name} is a control: it is healthy, and has no fix. Show it without --fix.")
    if not entry.fixes:
        raise UserError(f"{entry.name} has no fix yet. Write one in '{entry.fix_path}', then ask again.")


def print_markdown(text: str) -> None:
    """Print Markdown, its Python code unbroken, so that it can be copied."""
    for number, part in enumerate(CODE_BLOCK.split(text)):
        if number % 2:
            out.print()
            print_code(part)
            out.print()
        else:
            out.print(Markdown(part))


def print_code(code: str, language: str = "python") -> None:
    """Print code, in colours on a terminal; a long line is left to the terminal to wrap."""
    highlighted = Syntax("", language, background_color="default").highlight(code)
    out.print(highlighted, soft_wrap=True, end="")
