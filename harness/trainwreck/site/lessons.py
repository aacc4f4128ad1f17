"""Lessons as parts of a page: their headings, and their links to other entries."""

import re
from collections.abc import Collection
from pathlib import PurePosixPath

from trainwreck.pairs.entries import Entry

LINK = re.compile(r"\[([^\]]+)\]\((?!https?:)([^)\s]+)\)")
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


def address(name: str) -> str:
    """Return the page of an entry, as Sphinx names it."""
    return f"catalogue/runs/{name}"


def headline(entry: Entry) -> str:
    """Return a lesson's first line: what to do."""
    return entry.lesson.partition("\n")[0].lstrip("# ")


def body(entry: Entry, known: Collection[str]) -> str:
    """Return the rest of a lesson, as Markdown that can stand anywhere in a page.

    Headings become rubrics, which open no part of the page, and links to files of entries links to their pages; of an
    entry that is not ``known`` to the site only the link's text is left.
    """
    _, _, text = entry.whole_lesson.partition("\n")

    def linked(link: re.Match[str]) -> str:
        name = PurePosixPath(link[2]).stem
        return f"[{link[1]}](/{address(name)}.md)" if name in known else link[1]

    return LINK.sub(linked, HEADING.sub(r":::{rubric} \1\n:heading-level: 3\n:::", text)).strip()
