"""What the pages of docs/ tell a reader to run."""

import re

from trainwreck.pairs.packs import BUILT_IN

PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    """Return the text of a page."""
    return (BUILT_IN / "docs" / name).read_text(encoding="utf-8")


def commands(name: str) -> list[str]:
    """Return the commands of a page, each without the program's name."""
    return re.findall(r"^\$ trainwreck (.+)$", page(name), re.MULTILINE)


def programs(name: str) -> list[str]:
    """Return the programs of a page."""
    return PYTHON.findall(page(name))
