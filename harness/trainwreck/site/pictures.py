"""The pictures of ``trainwreck.pictures`` within a page of the site: they follow its colours, and weigh less."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from joblib import Memory, Parallel, cpu_count, delayed

from trainwreck.pairs.entries import BROKEN, Entry
from trainwreck.pictures import panel
from trainwreck.pictures.losses import loss_curves
from trainwreck.pictures.panel import Panel, svg
from trainwreck.pictures.recorded import guessing, panels, recorded, scored, series
from trainwreck.pictures.scores import score_curves
from trainwreck.pictures.theme import BROKEN as BROKEN_COLOUR
from trainwreck.pictures.theme import DARK, HEALTHY
from trainwreck.proof.fingerprint import digest
from trainwreck.proof.results import Results
from trainwreck.site.tables import Tables

UNTOLD = "this run"
COLOURS = {"broken": BROKEN_COLOUR, "healthy": HEALTHY[0]}
WORTH_A_PROCESS = 16  # entries: it takes seconds to start one
OWN_STYLE = re.compile(r"<style>\.trainwreck.*?</style>", re.DOTALL)
DEFINED, USED = re.compile(r' id="([^"]+)"'), re.compile(r"#([\w.-]+)")
DIGITS = re.compile(r"(\d\.\d\d)\d+")
SIZE = re.compile(r' width="[\d.]+pt" height="[\d.]+pt"| height="[\d.]+pt"| width="[\d.]+pt"')


@dataclass(frozen=True)
class Pictures:
    """What is seen of an entry's runs; and what its fixes did, how harm grows with the dose, what its check read."""

    riddle: str
    answer: str


def drawn(entries: Sequence[Entry], results: Results, tables: Tables, cache: Path) -> list[Pictures]:
    """Return the pictures of entries, in several processes; what they are drawn from being the same, kept ones."""
    draw = Memory(cache, verbose=0).cache(_drawn)
    code = [path.read_text(encoding="utf-8") for path in sorted(Path(panel.__file__).parent.glob("*.py"))]
    marks = [digest([*code, *tables.texts(entry.name), entry.title, entry.check_source]) for entry in entries]
    workers = min(cpu_count(), 1 + len(entries) // WORTH_A_PROCESS)
    jobs = (delayed(draw)(entry, results, mark) for entry, mark in zip(entries, marks, strict=True))
    return list(Parallel(n_jobs=workers)(jobs))


def _drawn(entry: Entry, results: Results, mark: str) -> Pictures:  # `mark` is for the cache: all that it depends on
    riddle = inline(svg(entry.title, *seen(recorded(entry, results), entry)))
    if entry.is_control:
        return Pictures(riddle, "")
    return Pictures(riddle, inline(svg(f"{entry.title} With its fixes.", *panels(entry, results, fixes=True))))


def seen(rows: pd.DataFrame, entry: Entry) -> Iterator[Panel]:
    """Yield what is seen of an entry's runs; neither a colour nor a word tells whether they are healthy."""
    shown = rows[(rows.recipe == BROKEN) | entry.is_control].assign(recipe=UNTOLD)
    goal = shown.goal.iloc[0]
    losses = [replace(one, broken=True) for one in series(shown)]
    yield loss_curves(*losses, guessing=guessing(shown))
    scores = [replace(one, broken=True) for one in scored(shown)]
    yield score_curves(*scores, goal=goal if shown.judged.iloc[0] == "true" else None)


def inline(picture: str) -> str:
    """Return a picture as it can stand in a page with others.

    The page's style has its colours in place of its own; names that nothing refers to are gone, for two pictures would
    have the same; a hundredth of a point is as fine as one can see; and there is no empty line, which would end the
    element in Markdown.
    """
    text = OWN_STYLE.sub("", picture)
    used = set(USED.findall(text))
    text = DEFINED.sub(lambda name: name[0] if name[1] in used else "", text)
    head, end, rest = text.partition(">")
    return re.sub(r"\n\s*\n", "\n", SIZE.sub("", head) + end + DIGITS.sub(r"\1", rest)).strip()


def style() -> str:
    """Return the pictures' colours, and the rules that exchange them in the dark: by choice, or by the device."""
    chosen, device = 'body[data-theme="dark"]', 'body:not([data-theme="light"])'
    light = _named("body", COLOURS)
    return f"{light}\n{_rules(chosen)}\n@media (prefers-color-scheme: dark) {{\n{_rules(device)}\n}}\n"


def _named(page: str, colours: Mapping[str, str]) -> str:
    """Return the rule by which small pictures know their colours."""
    return f"{page} {{ {' '.join(f'--tw-{name}: {colour};' for name, colour in colours.items())} }}"


def _rules(page: str) -> str:
    dark = {name: DARK[colour] for name, colour in COLOURS.items()}
    exchanged = "\n".join(
        f'{page} .trainwreck [style*="{what}: {light}"] {{ {what}: {dark} !important }}'
        for light, dark in DARK.items()
        for what in ("stroke", "fill")
    )
    return f"{_named(page, dark)}\n{exchanged}"
