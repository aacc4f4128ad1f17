"""What stands in the catalogue: a scenario as a script, the learners' paths, where others have met a fault."""

from itertools import groupby
from operator import attrgetter

from trainwreck.learning.paths import paths as laid_out
from trainwreck.pairs.entries import BROKEN, Catalogue
from trainwreck.pairs.loading import load
from trainwreck.proof.results import Results
from trainwreck.scripts.script import script
from trainwreck.tasks.sources import Digits
from trainwreck.training.streams import Stream, derive

WRITTEN_OUT = "accumulated_gradients"  # the scenario that is shown as a script


def example(_: Results) -> str:
    """A scenario of the built-in catalogue as a script."""
    pair = load(Catalogue().entry(WRITTEN_OUT), Digits())
    available, _held_back = pair.task.data(derive(0, Stream.DATA))
    return f"```python\n{script(pair, BROKEN, available)}```"


def paths(results: Results) -> str:
    """The paths that learners take, with the minutes of all their cases."""
    lines = ["| path | | cases | minutes |", "|---|---|---:|---:|"]
    for route in laid_out(Catalogue(results.folder.parent)).values():
        minutes = sum(station.minutes for station in route.stations)
        lines.append(f"| `{route.name}` | {route.title} | {len(route.stations)} | {minutes} |")
    return "\n".join(lines)


def incidents(results: Results) -> str:
    """Where others have met the faults, by component, and how many faults have such a page."""
    scenarios = [entry for entry in Catalogue(results.folder.parent) if not entry.is_control]
    told = [entry for entry in scenarios if entry.incidents]
    count = sum(len(entry.incidents) for entry in told)
    lines = [f"{len(told)} of {len(scenarios)} scenarios have been met by others, on {count} pages."]
    for component, entries in groupby(told, key=attrgetter("component")):
        lines += ["", f"## {component}", "", "| scenario | where | year | what was met there |", "|---|---|---|---|"]
        for entry in entries:
            lesson = f"[`{entry.name}`](../fixes/{component}/{entry.name}.md)"
            for title, url, year, sentence in entry.incidents:
                cells = (lesson, f"[{title}]({url})", str(year), sentence)
                lines.append(f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |")
    return "\n".join(lines)
