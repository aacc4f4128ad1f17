"""A tool that is a command: it is shown a folder, and answers by what it prints and by its exit status."""

import json
import shlex
import subprocess
from typing import Any

from trainwreck.referee.answer import Cause, Diagnosis
from trainwreck.referee.case import Case
from trainwreck.referee.tool import PLACE

SAID = 300  # characters that are told of what a failing command has said


def diagnose(command: str, home: str, case: Case) -> Diagnosis:
    """Run a command on a case's folder, from the folder that it was given in.

    A JSON object with a ``verdict`` is the answer. Else the exit status is, as linters have it: 0 is healthy, 1 is
    faulty, and what was printed is the evidence. Any other status is the tool's error. All that is printed is kept.
    """
    parts = [part.replace(PLACE, str(case.script_folder())) for part in shlex.split(command)]
    done = subprocess.run(parts, cwd=home, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
    case.keep(done.stdout + done.stderr)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"exit status {done.returncode}: {_last_line(done.stderr or done.stdout)}")
    answer = _object(done.stdout)
    if answer is not None:
        return _diagnosis(answer)
    return Diagnosis("faulty", evidence=done.stdout.strip()) if done.returncode else Diagnosis("healthy")


def _object(text: str) -> dict[str, Any] | None:
    """Return the JSON object with a verdict that a text is; None if it is something else."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "verdict" in found else None


def _diagnosis(answer: dict[str, Any]) -> Diagnosis:
    """Return an answer as a diagnosis; whether its types are right, is for whoever grades it to say."""
    causes = answer.get("causes", [])
    if not isinstance(causes, list) or not all(isinstance(cause, dict) and "component" in cause for cause in causes):
        raise TypeError('its causes must be a list such as [{"component": "optimizer", "fault": "high_learning_rate"}]')
    named = tuple(Cause(cause["component"], cause.get("fault")) for cause in causes)
    given = {name: answer[name] for name in ("evidence", "alarm_step", "score", "tokens") if name in answer}
    return Diagnosis(answer["verdict"], named, **given)


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip()[:SAID] if lines else "it said nothing"
