"""``score`` that was stopped: replies are kept until the scorecard is whole, and none is asked for twice."""

import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.cli.conftest import BROKEN_THEN_FIXED

# Ctrl-C comes at any moment, also between opening a file and noting that it is to be closed.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def test_replies_are_forgotten_once_the_scorecard_is_whole(score, tiny):
    score("reads:blind", "--out", "kept")
    assert not list((tiny.root / "kept").rglob("*.json"))


COUNTS = """
import time
from functools import partial
from pathlib import Path

from trainwreck import Diagnosis


def diagnose(case):
    with Path("{log}").open("a") as log:
        log.write("asked\\n")
    time.sleep({seconds})
    return Diagnosis("healthy")
"""


@pytest.fixture
def slow(tiny):
    """The log of a tool that leaves a line whenever it is asked, which no lock allows; and the options to score it."""
    log = tiny.root / "log"
    (tiny.root / "slow.py").write_text(COUNTS.format(log=log, seconds=0.3))
    return log, ["--trust", "--out", "kept", "--seeds", "8", "--secret", BROKEN_THEN_FIXED, "--json", "card.json"]


def asked(log: Path) -> int:
    return log.read_text().count("asked") if log.exists() else 0


def test_a_small_run_takes_nothing_from_a_large_one_and_deletes_nothing_of_it(slow, score, tiny):
    log, options = slow
    large = interrupted(score, tiny.root, options)
    before = asked(log)
    score("slow:diagnose", "--trust", "--out", "kept", "--only", "tiny_steps")
    assert asked(log) - before == 2
    assert kept(tiny.root) == large


def kept(root: Path) -> list[Path]:
    return list((root / "kept").rglob("[!.]*.json"))


def resumes(score, root: Path, log: Path, options: list[str]) -> None:
    """Run the command again, and see that it asks for what is missing and no more."""
    there, before = len(kept(root)), asked(log)
    assert 2 <= there < 8
    assert score("slow:diagnose", *options).code == 0
    assert asked(log) - before == 8 - there
    assert len(json.loads((root / "card.json").read_text())["cases"]) == 8
    assert not kept(root)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGTERM, 128 + signal.SIGTERM)]
)
def test_a_run_that_was_killed_midway_asks_only_for_what_is_missing(slow, score, tiny, number, code):
    log, options = slow
    command = [sys.executable, "-m", "trainwreck.cli", "score", "slow:diagnose", "--root", str(tiny.root), *options]
    process = subprocess.Popen(command, cwd=tiny.root)
    deadline = time.monotonic() + 120
    while len(kept(tiny.root)) < 2 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(number)
    assert process.wait() == code
    time.sleep(1.0)  # the tool's own process may just have written its line, and is ended
    resumes(score, tiny.root, log, options)


def interrupted(score, root: Path, options: list[str]) -> list[Path]:
    """Run the command, interrupt it midway, and return the replies that it has kept."""

    def interrupt() -> None:
        while len(kept(root)) < 2:
            time.sleep(0.02)
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    answer = score("slow:diagnose", *options)
    assert answer.code == 130
    assert "Interrupted. What is finished is in 'kept': the same command goes on from there." in " ".join(
        answer.err.split()
    )
    assert "Traceback" not in answer.err
    return kept(root)


def test_an_interrupted_run_keeps_its_replies_exits_with_130_and_goes_on(slow, score, tiny):
    log, options = slow
    assert interrupted(score, tiny.root, options)
    assert not (tiny.root / "card.json").exists()
    resumes(score, tiny.root, log, options)
