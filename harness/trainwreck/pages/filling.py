"""The pages of a catalogue, each part between ``<!-- name -->`` and ``<!-- /name -->`` made anew."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from trainwreck.pages import catalogue, checks, instruments, runs
from trainwreck.proof.conditions import SOURCES
from trainwreck.proof.results import Results

SECTION = re.compile(r"<!-- (\w+) -->\n(.*?)<!-- /\1 -->", re.DOTALL)

Section = Callable[[Results], str]

# By the first word of the section's name; the second, if there is one, names the source of images.
SECTIONS: dict[str, Section] = {
    section.__name__: section
    for section in (
        catalogue.example,
        catalogue.paths,
        instruments.audit,
        runs.verdicts,
        runs.scores,
        runs.goals,
        runs.study,
        runs.symptoms,
        runs.severities,
        runs.longer,
        checks.demands,
        catalogue.incidents,
        checks.vocabulary,
        checks.alarms,
        checks.confused,
        instruments.matched,
        instruments.yardsticks,
        instruments.finding,
        instruments.leaderboard,
        instruments.diagnoses,
        instruments.doses,
        instruments.unseen,
        instruments.seen,
        instruments.mistaken,
        instruments.examined,
        instruments.speed,
    )
}


def pages(root: Path) -> dict[Path, str]:
    """Return the text that each page of a catalogue should have, with its generated parts made anew."""
    found = (root / "README.md", *sorted((root / "docs").glob("*.md")))
    texts = {page: page.read_text(encoding="utf-8") for page in found if page.is_file()}
    return {page: SECTION.sub(partial(_filled, root / "results"), text) for page, text in texts.items()}


def _filled(folder: Path, section: re.Match[str]) -> str:
    name, (kind, _, images) = section[1], section[1].partition("_")
    if kind not in SECTIONS:
        return section[0]
    text = SECTIONS[kind](Results(folder, images) if images in SOURCES else Results(folder))
    return f"<!-- {name} -->\n\n{text}\n\n<!-- /{name} -->"
