"""The command line. A command's module, and with it PyTorch and pandas, is imported when the command is called."""

import io
import sys

import typer

from trainwreck.cli.lazy import lazy
from trainwreck.cli.options import USAGE
from trainwreck.errors import UserError

# Where each command is: the module in this folder, and the function in it. Help lists them in this order.
COMMANDS = {
    "list": "listing.list_",
    "show": "browse.show",
    "examine": "examining.examine",
    "script": "scripting.script",
    "start": "learning.start",
    "try": "trying.try_",
    "watch": "trying.watch",
    "hint": "learning.hint",
    "measure": "measuring.measure",
    "diagnose": "learning.diagnose",
    "reveal": "learning.reveal",
    "status": "learning.status",
    "reset": "learning.reset",
    "ask": "measuring.ask",
    "match": "matching.match",
    "grade": "grading.grade",
    "audit": "auditing.audit",
    "run": "training.run",
    "study": "training.study",
    "matrix": "matrix.matrix",
    "report": "reporting.report",
    "score": "scoring.score",
    "case": "showing.case",
    "init": "authoring.init",
    "new": "authoring.new",
    "check": "authoring.check",
    "record": "record.record",
}
RESULTS = {
    "compare": "results.compare",
    "table": "results.table",
    "figures": "results.figures",
    "logs": "matched.logs",
    "match": "matched.match",
}

ASSIGNMENT = {
    "build": "assignment.build",
    "gradescope": "assignment.run_on_gradescope",
}
QUIZ = {
    "build": "quizzing.build",
}
CASES = {
    "export": "elsewhere.export",
    "grade": "elsewhere.grade",
}

app = typer.Typer(
    cls=lazy(COMMANDS),
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="PyTorch training runs that fail, each with its fix.\n\n"
    "Exit codes: 0 all is well, 1 a verdict or a demand does not hold, 2 wrong usage, 3 no mark can be given, "
    "130 interrupted (143 by SIGTERM, 129 by SIGHUP).",
)
results = typer.Typer(cls=lazy(RESULTS), no_args_is_help=True, help="Recorded results: compare, print, quote.")
app.add_typer(results, name="results")
assignment = typer.Typer(cls=lazy(ASSIGNMENT), no_args_is_help=True, help="Assignments for a course.")
app.add_typer(assignment, name="assignment")
quiz = typer.Typer(cls=lazy(QUIZ), no_args_is_help=True, help="Questions on recorded runs, for learning platforms.")
app.add_typer(quiz, name="quiz")
cases = typer.Typer(
    cls=lazy(CASES), no_args_is_help=True, help="Cases for tools that run elsewhere, and their answers."
)
app.add_typer(cases, name="cases")


def main() -> None:
    """Run the command line; a mistake of the user's ends with a message and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows no "→" must not end a command
    try:
        app()
    except UserError as error:
        from rich.markup import escape

        from trainwreck.cli.console import err

        err.print(f"[red bold]error:[/] {escape(str(error))}", soft_wrap=True, highlight=False)
        sys.exit(USAGE)
