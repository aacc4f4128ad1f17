"""Incidents: where others have met a scenario's fault, as the last part of its lesson tells it.

Each is an item of a list, ``- [title](address), year: One sentence on what was met there.``
"""

import re
from typing import NamedTuple

HEADING = "## Real incidents"
ITEM = re.compile(r"- \[(.+)\]\((https?://[^\s()]+)\), (\d{4}): ([A-Z0-9].*\.)")


class Incident(NamedTuple):
    """A page on which somebody has met a fault: its title, its address, its year, a sentence on what was met."""

    title: str
    url: str
    year: int
    sentence: str


def items(lesson: str) -> list[str]:
    """Return what stands below the heading, cut before each dash; nothing if there is no such heading."""
    pieces = re.split(r"^(?=- )", lesson.partition(f"\n{HEADING}\n")[2], flags=re.MULTILINE)
    return [" ".join(piece.split()) for piece in pieces if piece.strip()]


def incident(item: str) -> Incident | None:
    """Return what an item tells; None if it is not written as an incident is."""
    found = ITEM.fullmatch(item)
    return Incident(found[1], found[2], int(found[3]), found[4]) if found else None


def incidents(lesson: str) -> tuple[Incident, ...]:
    """Return the incidents that a lesson tells of.

    >>> incidents("…\\n\\n## Real incidents\\n\\n- [Loss explodes](https://example.org), 2019: Gradients were kept.\\n")
    (Incident(title='Loss explodes', url='https://example.org', year=2019, sentence='Gradients were kept.'),)
    """
    return tuple(found for item in items(lesson) if (found := incident(item)))
