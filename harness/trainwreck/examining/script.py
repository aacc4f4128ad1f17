"""A script of somebody's, run as they would run it, in a process of its own, and watched.

    python -m trainwreck.examining.script ANSWER SECONDS SCRIPT [ARGS…]

writes what was found to the file ANSWER.
"""

import json
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from trainwreck.errors import UserError
from trainwreck.examining.report import Report


def examined(script: Path, arguments: Sequence[str] = (), *, seconds: float = 60.0) -> Report:
    """Run a script in a process of its own; return what was found, also if it ends with an error."""
    if not script.is_file():
        raise UserError(f"'{script}' is not there. Name a Python script that trains something.")
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        module = [sys.executable, "-m", "trainwreck.examining.script"]
        process = subprocess.Popen([*module, str(answer), str(seconds), str(script), *arguments])
        try:
            _wait(process)
        finally:  # nothing may go on training for a report that nobody waits for any more
            process.kill()
            process.wait()
        if not answer.is_file():
            raise UserError(f"'{script}' ended its process with {process.returncode}. Run it without examine first.")
        return Report.from_dict(json.loads(answer.read_text(encoding="utf-8")))


def _wait(process: "subprocess.Popen[bytes]") -> None:
    """Wait for a script, also if it is interrupted: what was learned so far is still told."""
    try:
        process.wait()
    except KeyboardInterrupt as interrupt:
        if interrupt.args:  # a signal to us alone; what comes from the keyboard goes to the script as well
            raise
        process.wait()


def main() -> None:
    """Run a script under watch, and write what was found."""
    answer, seconds, script, *arguments = sys.argv[1:]
    sys.path.pop(0)  # the present folder, which `-m` has put there
    found = watched(Path(script), arguments, float(seconds))
    Path(answer).write_text(json.dumps(found.as_dict()), encoding="utf-8")


def watched(script: Path, arguments: Sequence[str], seconds: float) -> Report:
    """Run a script in this process, as Python itself would; return what was found."""
    from trainwreck.examining.watching import Watch

    sys.argv = [str(script), *arguments]
    sys.path.insert(0, str(script.resolve().parent))
    with Watch() as watch:
        error = _run(script)
    return watch.report(seconds=seconds, error=error)


def _run(script: Path) -> str:
    """Run a script; return the error that it ended with, of its own lines alone."""
    from trainwreck.learning.running import told

    try:
        runpy.run_path(str(script), run_name="__main__")
    except SystemExit as ended:
        return "" if ended.code in (None, 0) else f"SystemExit: {ended.code}"
    except BaseException as error:
        return told(error, script)
    return ""


if __name__ == "__main__":
    main()
