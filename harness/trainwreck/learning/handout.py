"""What a learner is handed of a set-up: a script, its data, its log, and what is asked. None of it tells the answer."""

from pathlib import Path
from textwrap import fill

from trainwreck.errors import UserError
from trainwreck.learning import drawing
from trainwreck.learning.running import Data, ran
from trainwreck.pairs.entries import BROKEN, HEALTHY
from trainwreck.pairs.loading import Pair
from trainwreck.scripts.folder import NOTEBOOK, SCRIPT, data_files
from trainwreck.scripts.notebook import notebook, script_of
from trainwreck.scripts.script import script

SEED = 0  # of the data that are handed out
README, LOG = "README.md", "log.txt"
SHOWN = 3  # epochs at the log's head and at its end
WIDTH = 100
UNTOLD = "Somebody's training run. What there is to see of it, its log tells."

HEALTHY_TOO = (
    "A case may also be healthy, and only look bad. Leave its script as it is, and say so: `trainwreck diagnose CASE "
    "healthy`. Where something is wrong, you may name the cause in the same way before you mend it."
)


def recipe_of(pair: Pair) -> str:
    """Return the name of the recipe that is handed out."""
    return HEALTHY if pair.broken is None else BROKEN


def handed_out(pair: Pair) -> str:
    """Return the script as it is handed out."""
    return _script(pair, Data.drawn(pair.task, SEED), recipe_of(pair))


def mended(pair: Pair, fix: str) -> str:
    """Return the script of a fix, told as what is handed out is, so that the two differ in what was mended alone."""
    return _script(pair, Data.drawn(pair.task, SEED), fix)


def files(pair: Pair, asked: str = HEALTHY_TOO, file: str = SCRIPT) -> dict[str, bytes]:
    """Return the files of a case: what is told, and the data of the run.

    ``asked``  how a healthy one is said to be. ``file``: what the script is handed out as, ``SCRIPT`` or ``NOTEBOOK``.
    """
    data = Data.drawn(pair.task, SEED)
    run = ran(_script(pair, data, recipe_of(pair)), Path(SCRIPT), data)
    told = {**texts(pair, run.printed, asked, file), drawing.RUN: drawing.run(run)}
    return {name: text.encode() for name, text in told.items()} | data_files(data.available, data.held_back)


def texts(pair: Pair, log: str, asked: str = HEALTHY_TOO, file: str = SCRIPT) -> dict[str, str]:
    """Return all that a case tells, where the run as it is handed out printed ``log``."""
    return {file: as_file(handed_out(pair), file), README: _readme(pair, log, asked, file), LOG: log}


def as_file(text: str, file: str) -> str:
    """Return a script as the text of a file: of itself, or of a notebook."""
    return notebook(text) if file == NOTEBOOK else text


def file_of(case: Path) -> Path:
    """Return the file in a case's folder that is to be mended."""
    name = NOTEBOOK if (case / NOTEBOOK).exists() and not (case / SCRIPT).exists() else SCRIPT
    return case / name


def read(file: Path) -> str:
    """Return what a learner has made of a case, as a script; a notebook that is none is a UserError."""
    text = file.read_text(encoding="utf-8", errors="replace")
    if file.name != NOTEBOOK:
        return text
    try:
        return script_of(text)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"'{file}' is no notebook ({error}). Put it back: `trainwreck reset {file.parent}`.") from error


def _script(pair: Pair, data: Data, recipe: str) -> str:
    return script(pair, recipe, data.available, SEED, told=_story(pair))


def _story(pair: Pair) -> str:
    if pair.dose is not None:  # the scenario tells of its own dose
        return UNTOLD
    return "\n\n".join(fill(paragraph, WIDTH) for paragraph in pair.entry.story.split("\n\n"))


def _readme(pair: Pair, log: str, healthy_too: str, file: str) -> str:
    if pair.judged_by_report:
        judged = "the report: 1, less the distance between the score that the script reports and its score on new data"
    else:
        judged = "the score on new data, which the script never sees"
    asked = (
        f"Find out what is wrong with the run, and mend `{file}`. What is judged is {judged}. It must be "
        f"{pair.goal:.2f} or more, whatever the data and the seed. Keep what the script reads and writes, and what its "
        "parts are called (`model`, `criterion`, `optimizer`, `train_loader` and so on), so that the cause can be "
        "looked for."
    )
    return (
        f"# What was seen\n\n{_story(pair)}\n\n```text\n{_shortened(log)}\n```\n\n"
        f"`{LOG}` has all of it, and `{drawing.RUN}` shows it.\n\n"
        f"# What is asked\n\n{fill(asked, WIDTH)}\n\n{fill(healthy_too, WIDTH)}\n"
    )


def _shortened(log: str) -> str:
    lines = log.splitlines()
    if len(lines) <= 2 * SHOWN + 1:
        return "\n".join(lines)
    return "\n".join([*lines[:SHOWN], "…", *lines[-SHOWN:]])
