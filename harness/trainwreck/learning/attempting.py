"""An attempt at a case: its script is tried, what came of it is noted down, and the curves are drawn beside it."""

from collections.abc import Callable
from pathlib import Path

from trainwreck.errors import UserError
from trainwreck.learning import drawing
from trainwreck.learning.handout import file_of, read
from trainwreck.learning.judging import Attempt, tried
from trainwreck.learning.progress import Progress
from trainwreck.learning.workspace import Workspace
from trainwreck.pairs.loading import Pair
from trainwreck.scripts.folder import write


def attempted(
    workspace: Workspace, case: Path, pair: Pair, seeds: int, advance: Callable[[], None] = lambda: None
) -> Attempt:
    """Try the script of a case that is made from ``pair``, on new data from as many ``seeds``."""
    path = script_of(case)
    attempt = tried(pair, read(path), path, workspace.seeds(case, seeds), advance)
    note(workspace, case, attempt)
    return attempt


def script_of(case: Path) -> Path:
    """Return the file in a case that is to be mended; a UserError if it is gone."""
    path = file_of(case)
    if not path.is_file():
        raise UserError(f"'{path}' is not there. Put it back: `trainwreck reset {case}`.")
    return path


def note(workspace: Workspace, case: Path, attempt: Attempt) -> None:
    """Note down that there was an attempt, and draw it beside the script if it came to something."""
    name = case.absolute().name
    progress = Progress.of(workspace.folder)
    progress.noted(name, progress[name].tried(attempt.solved))
    if not attempt.failed:
        write(case, {drawing.ATTEMPT: drawing.attempt(attempt).encode()})
