"""What a child of the server does: each job prepares itself, and what it returns is then done under lock."""

import sys
import traceback
from pathlib import Path

from trainwreck.judging.order import Work
from trainwreck.scripts.folder import SCRIPT


def script() -> Work:
    """Run the script in the present folder, as ``python train.py`` would."""
    import runpy

    def run() -> None:
        sys.argv = [SCRIPT]
        try:
            runpy.run_path(SCRIPT, run_name="__main__")
        except SystemExit:
            raise
        except BaseException as error:
            sys.stderr.write(f"{_told(error)}\n")
            sys.exit(1)

    return run


def _told(error: BaseException) -> str:
    """Return an error's traceback, of the script's own lines alone."""
    seen = traceback.TracebackException.from_exception(error)
    seen.stack = traceback.StackSummary.from_list(
        [frame for frame in seen.stack if Path(frame.filename).name == SCRIPT]
    )
    seen.__cause__ = seen.__context__ = None
    return "".join(seen.format()).rstrip()
