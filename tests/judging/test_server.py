"""The server ends with all that it has started, and is started anew where something has ended it."""

import gc
import signal
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from tests.judging.conftest import BRIEF
from trainwreck.errors import UserError
from trainwreck.judging import jobs, serving
from trainwreck.judging import server as module
from trainwreck.judging.chamber import Chamber, Failed, Limits
from trainwreck.judging.server import Server
from trainwreck.scripts.folder import SCRIPT

SLEEPER = b"""
import os, time
with open("ids", "w") as file:
    file.write(f"{os.getppid()} {os.getpid()}")
os.rename("ids", "TARGET")
time.sleep(60)
"""


@pytest.fixture
def quick(monkeypatch):
    """A server that loads PyTorch and nothing else."""
    bare = module.BEGIN.replace("; from", "; from trainwreck.judging import serving; serving.PRELOADED = (); from")
    assert bare != module.BEGIN
    monkeypatch.setattr(module, "BEGIN", bare)
    return Server()


KNOWN: list[str] = []  # what this process knows
TELLING = f"import sys; print(sys.modules[{__name__!r}].KNOWN)".encode()


@pytest.fixture
def forked(monkeypatch):
    """A function that returns a server forked from this process, with nothing loaded for it."""
    monkeypatch.setattr(serving, "PRELOADED", ())
    KNOWN.clear()
    with ExitStack() as servers:
        yield lambda: servers.enter_context(Server.forked())
    gc.unfreeze()


def printed(server: Server, text: bytes) -> str:
    with Chamber(server, None).done(jobs.script, {SCRIPT: text}, 0, BRIEF) as (folder, _):
        return (folder / "log.txt").read_text()


def interrupted(one: Server, ids: Path) -> None:
    """Run a script that sleeps, and that an alarm will interrupt."""
    with one as server:
        assert printed(server, b"print('ready')") == "ready\n"
        signal.setitimer(signal.ITIMER_REAL, 0.5, 0.5)  # until it runs
        printed(server, SLEEPER.replace(b"TARGET", str(ids).encode()))


def test_an_interruption_ends_what_is_running_and_leaves_no_folder(quick, tmp_path, monkeypatch):
    (tmp_path / "folders").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "folders"))

    def interrupt(*_: object) -> None:
        if (tmp_path / "ids").exists():
            signal.setitimer(signal.ITIMER_REAL, 0)
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        with pytest.raises(KeyboardInterrupt):
            interrupted(quick, tmp_path / "ids")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert not any(psutil.pid_exists(int(number)) for number in (tmp_path / "ids").read_text().split())
    assert list((tmp_path / "folders").iterdir()) == []


def test_a_server_that_an_unlocked_script_has_ended_is_started_anew(quick, attack):
    with quick as server:
        with pytest.raises(Failed, match="ended the judge's server"):
            printed(server, attack("signals").encode())
        assert printed(server, b"print('here')") == "here\n"


def test_a_server_that_cannot_be_started_is_a_mistake_that_says_so(monkeypatch, capfd):
    monkeypatch.setattr(module, "BEGIN", "raise SystemExit('no such package')")
    with pytest.raises(UserError, match="could not be started"), Server() as server:
        printed(server, b"")
    assert "no such package" in capfd.readouterr().err


def test_a_forked_server_has_what_this_process_knew_and_nothing_that_it_learns_later(forked):
    KNOWN.append("a name")
    server = forked()
    KNOWN.append("a secret")
    assert printed(server, TELLING) == "['a name']\n"


def test_a_forked_server_ends_with_what_it_has_started(forked, tmp_path):
    others = set(psutil.Process().children())
    server, script = forked(), SLEEPER.replace(b"TARGET", str(tmp_path / "ids").encode())
    (mine,) = set(psutil.Process().children()) - others
    sleeping = Chamber(server, None).done(jobs.script, {SCRIPT: script}, 0, Limits(cpu=5, wall=1.0))
    with pytest.raises(Failed, match="did not end within"), sleeping:
        pass
    assert printed(server, b"print('here')") == "here\n"
    server.close()
    assert not mine.is_running()
    [_, sleeper] = map(int, (tmp_path / "ids").read_text().split())  # that which began it, and its own
    assert not psutil.pid_exists(sleeper)


def test_a_forked_server_that_an_unlocked_script_has_ended_is_started_anew(forked, quick, attack):
    server = forked()
    with pytest.raises(Failed, match="ended the judge's server"):
        printed(server, attack("signals").encode())
    assert printed(server, b"import sys; print(%r in sys.modules)" % __name__) == "False\n"
