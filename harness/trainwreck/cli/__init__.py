"""The command line. What is heavy (PyTorch, pandas) is imported by the commands that need it, when they run."""

import sys

import typer
from rich.markup import escape

from trainwreck.cli import authoring, browse, scoring, training
from trainwreck.cli import record as recording
from trainwreck.cli import results as recorded
from trainwreck.cli.options import USAGE, err
from trainwreck.errors import UserError

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="PyTorch training runs that fail, each with its fix.\n\n"
    "Exit codes: 0 all is well, 1 a verdict or check does not hold, 2 wrong usage, 130 interrupted.",
)
app.command("list")(browse.list_)
for command in (browse.show, training.run, training.study, scoring.score, authoring.new, authoring.check):
    app.command()(command)
app.command()(recording.record)

results = typer.Typer(no_args_is_help=True, help="Recorded results: compare a fresh run with them, print them.")
results.command()(recorded.compare)
results.command()(recorded.table)
app.add_typer(results, name="results")


def main() -> None:
    """Run the command line; a mistake of the user's ends with a message and exit code 2."""
    try:
        app()
    except UserError as error:
        err.print(f"[red bold]error:[/] {escape(str(error))}", soft_wrap=True, highlight=False)
        sys.exit(USAGE)
