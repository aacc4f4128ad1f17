"""Docstrings for Sphinx: in ours, lines such as ``name``  meaning stand below each other, which are a list."""

import re
from collections.abc import Iterable, Iterator

DEFINED = re.compile(r"^(``[^`]+``(?:, ``[^`]+``)*)  +(\S.*)$")


def listed(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a docstring, with those that define a name as the items of a list.

    >>> list(listed(["A run.", "``losses``  of all steps,", "and of no other", "", "The end."]))
    ['A run.', '', '* ``losses``: of all steps,', '  and of no other', '', 'The end.']
    """
    is_item = False
    for line in lines:
        if defined := DEFINED.match(line):
            if not is_item:
                yield ""
            is_item = True
            yield f"* {defined[1]}: {defined[2]}"
        else:
            is_item = is_item and bool(line.strip())
            yield f"  {line.strip()}" if is_item else line
