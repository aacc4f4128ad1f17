"""How the commands print."""

from rich.console import Console
from rich.table import Table

WIDEST = 1000

out = Console()
err = Console(stderr=True)


def print_table(table: Table) -> None:
    """Print a table as wide as it needs to be: columns that are cut short cannot be read."""
    width = Console(width=WIDEST).measure(table).maximum
    Console(width=max(out.width, width)).print(table)


def say(text: str) -> None:
    """Print a line with markup, unbroken."""
    out.print(text, highlight=False, soft_wrap=True)
