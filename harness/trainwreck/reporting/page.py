"""The page of a report: one file with its style, its script and its charts, which asks for nothing else."""

from collections.abc import Iterator, Sequence
from datetime import date
from difflib import unified_diff
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from trainwreck.errors import UserError
from trainwreck.pairs.entries import BROKEN, Entry
from trainwreck.pairs.source import setup_file
from trainwreck.pictures import recorded as pictures
from trainwreck.pictures.doses import dose_response
from trainwreck.pictures.readings import check_readings
from trainwreck.pictures.scores import score_curves
from trainwreck.pictures.theme import BROKEN as BROKEN_COLOUR
from trainwreck.pictures.theme import DARK, DARK_PAPER, FAINT, GRID, HEALTHY, INK, PAPER
from trainwreck.reporting import charts
from trainwreck.reporting.chapter import Chapter, Report
from trainwreck.reporting.charts import Chart

NAMES = {"ink": INK, "faint": FAINT, "grid": GRID, "c0": BROKEN_COLOUR}
NAMES |= {f"c{number}": colour for number, colour in enumerate(HEALTHY, start=1)}


def page(report: Report) -> str:
    """Return the page of a report; scenarios that fail come first."""
    chapters = sorted(report.chapters, key=_place)
    return render("report.html", report=report, chapters=chapters)


def _place(one: Chapter) -> tuple[bool, bool, str, str]:
    return one.holds, one.entry.is_control, one.entry.component, one.entry.name


def render(template: str, **values: Any) -> str:
    """Return a page that a template makes of values."""
    return _environment().get_template(template).render(**values, today=date.today().isoformat())


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("trainwreck.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"markdown": rendered, "lesson": lesson, "signed": "{:+.2f}".format}
    made.globals |= {"charts": pictured, "diffs": diffs, "colours": colours(), "own": own}
    return made


def own(name: str) -> Markup:
    """Return a file of this package as it is, for the inside of a page."""
    loader = _environment().loader
    assert loader is not None
    return Markup(loader.get_source(_environment(), name)[0])


def colours() -> Markup:
    """Return the colours of ``pictures`` as variables of a style sheet, in the light and in the dark."""
    light = "".join(f"--{name}:{colour};" for name, colour in NAMES.items()) + f"--paper:{PAPER}"
    dark = "".join(f"--{name}:{DARK[colour]};" for name, colour in NAMES.items()) + f"--paper:{DARK_PAPER}"
    return Markup(f":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}")


def rendered(text: str) -> Markup:
    """Return Markdown as HTML; HTML that stands in it is shown, and does nothing."""
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return Markup(html.replace("<pre>", '<pre tabindex="0">'))  # wide code is scrolled by keys as well


def lesson(text: str) -> Markup:
    """Return a lesson as HTML, its headings below those of the page that it stands in."""
    html = rendered(text)
    for level in (3, 2, 1):
        for tag in (f"<h{level}>", f"</h{level}>"):
            html = Markup(str(html).replace(tag, tag.replace(str(level), str(level + 2))))
    return html


def diffs(entry: Entry) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each fix with the lines that it changes, each with what becomes of it; none if a file cannot be read."""
    try:
        broken = setup_file(entry, BROKEN).splitlines()
        for name in entry.fixes:
            lines = unified_diff(broken, setup_file(entry, name).splitlines(), BROKEN, name, lineterm="", n=2)
            yield name, [(_became(line), line) for line in lines]
    except UserError:
        return


def _became(line: str) -> str:
    if line.startswith(("+++", "---", "@@")):
        return "at"
    return {"+": "new", "-": "old"}.get(line[:1], "")


def pictured(chapter: Chapter) -> list[Chart]:
    """Return the charts of a chapter, with the words of the pictures that they stand for."""
    rows, entry = chapter.curves, chapter.entry
    if rows.empty:
        return []
    judged, goal = rows.judged.iloc[0], rows.goal.iloc[0]
    level = goal if judged == "true" else None
    scored = list(pictures.scored(rows))
    found = [charts.losses(pictures.series(rows), pictures.guessing(rows), pictures.losses(rows).words)]
    found += charts.scores(scored, level, score_curves(*scored, goal=level).words)
    return [*found, *_doses(chapter, judged), *_readings(entry, chapter)]


def _doses(chapter: Chapter, judged: str) -> Sequence[Chart]:
    if chapter.doses.empty:
        return []
    first, score = chapter.doses.iloc[0], pictures.judged_score(judged)
    found = pictures.doses(chapter.doses)
    words = dose_response(found, first.of, first.goal, first.fix, score).words
    return [charts.doses(found, first.of, first.fix, first.goal, score, words)]


def _readings(entry: Entry, chapter: Chapter) -> Sequence[Chart]:
    found = pictures.readings(chapter.curves)
    return [charts.readings(found, check_readings(found, pictures.question(entry)).words)] if found else []
