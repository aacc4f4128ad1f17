"""How the commands print."""

from rich.console import Console
from rich.table import Table

TABLE_WIDTH = 130  # at the least: a pipe has no width of its own, and columns cut short cannot be read

out = Console()
err = Console(stderr=True)


def print_table(table: Table) -> None:
    """Print a table at its full width."""
    Console(width=max(out.width, TABLE_WIDTH)).print(table)


def say(text: str) -> None:
    """Print a line with markup, unbroken."""
    out.print(text, highlight=False, soft_wrap=True)
