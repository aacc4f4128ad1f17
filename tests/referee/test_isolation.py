"""Work in a process of its own: of what it sends, one line; of what it leaves behind, nothing."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Event, Timer

import pytest

from tests.referee.inside import work
from tests.referee.test_process import alive
from trainwreck.errors import UserError
from trainwreck.referee import isolation
from trainwreck.referee.isolation import LONGEST, NoAnswer, call


def done(code: str, timeout: float = 60.0, stop: Event | None = None) -> bytes:
    return call(work, (code,), timeout, stop or Event())


# What a tool does that has found the pipe.
TO_EVERY_FILE = """
import os
for number in range(3, 64):
    try:
        os.write(number, {written})
    except OSError:
        pass
"""


def test_a_line_comes_back():
    assert done("answer = 'ä ' * 3") == "ä ä ä ".encode()


def test_what_stands_after_the_first_line_is_not_read():
    assert done("answer = 'one\\ntwo'") == b"one"


def test_garbage_that_was_written_before_it_is_what_comes_back():
    assert done(TO_EVERY_FILE.format(written="b'garbage\\n'") + "answer = 'the truth'") == b"garbage"


def test_a_message_that_is_too_long_is_not_read_to_its_end():
    with pytest.raises(NoAnswer, match=f"an answer of more than {LONGEST} bytes"):
        done(f"answer = 'x' * {LONGEST + 1}")
    assert len(done(f"answer = 'x' * {LONGEST - 1}")) == LONGEST - 1


@pytest.mark.parametrize("sent", ["", TO_EVERY_FILE.format(written="b'half'")], ids=["nothing", "half a line"])
def test_a_process_that_hangs_is_ended_when_its_time_is_up_whatever_it_has_sent(sent):
    with pytest.raises(NoAnswer, match="no answer within 1 seconds"):
        done(sent + "\nwhile True: pass", timeout=1.0)


def test_a_process_is_ended_when_it_is_to_stop():
    stop = Event()
    Timer(1.0, stop.set).start()
    with pytest.raises(NoAnswer):
        done("while True: pass", timeout=600.0, stop=stop)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import os; os._exit(7)", r"\(exit code 7\)"),
        (f"import os; os._exit({isolation.UNGUARDED})", rf"\(exit code {isolation.UNGUARDED}\)"),
        ("import os; os.kill(os.getpid(), 9)", r"\(SIGKILL\)"),
        ("import os, time; os.kill(os.getppid(), 9); time.sleep(60)", r"\(SIGKILL\)"),
        ("raise ValueError", r"\(exit code 1\)"),
    ],
)
def test_a_process_that_ends_without_an_answer_is_told_by_how_it_ended(code, says):
    with pytest.raises(NoAnswer, match=says):
        done(code)


def test_a_process_may_end_the_server_and_the_next_one_has_another():
    done("")
    killed = "import os, psutil; psutil.Process(os.getppid()).parent().kill(); answer = 'killed'"
    assert done(killed) == b"killed"
    assert done("answer = 'alive'") == b"alive"


@pytest.fixture
def temporary(tmp_path_factory) -> Path:
    """A folder for temporary files, of a short name: a socket in it may have a path of 107 characters at most."""
    return tmp_path_factory.mktemp("t")


def test_no_folder_is_left(temporary, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    seen = "import pathlib; pathlib.Path('left').write_text('behind'); answer = str(pathlib.Path.cwd())"
    assert str(temporary).encode() in done(seen)
    assert not list(temporary.glob("case-*"))


# A parent that is ended while its work goes on: the work starts a child, and both write down who they are.
PARENT = """
import sys
from threading import Event
from tests.referee.test_isolation import work
from trainwreck.referee.isolation import call

BUSY = '''
import os, subprocess
child = subprocess.Popen(["sleep", "600"], start_new_session=True)
open({note!r} + ".part", "w").write(f"{{os.getpid()}} {{os.getppid()}} {{child.pid}}")
open("scratch", "w").write("x")
os.rename({note!r} + ".part", {note!r})
while True: pass
'''

if __name__ == "__main__":
    call(work, (BUSY.format(note=sys.argv[1]),), 600.0, Event())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a child that has cut itself loose cannot be found")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_when_the_parent_is_ended_its_work_ends_and_leaves_nothing(tmp_path, temporary, number):
    (tmp_path / "parent.py").write_text(PARENT)
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "TMPDIR": str(temporary)}
    environment["PYTHONPATH"] = os.pathsep.join([root, os.environ["PYTHONPATH"]])
    note = tmp_path / "note"
    parent = subprocess.Popen([sys.executable, tmp_path / "parent.py", note], env=environment)
    wait_for(note.exists, 120)
    pids = [int(pid) for pid in note.read_text().split()]
    assert all(map(alive, pids))
    [folder] = temporary.glob("case-*")
    parent.send_signal(number)
    assert parent.wait() == -number
    wait_for(lambda: not any(map(alive, pids)), 20)
    wait_for(lambda: not folder.exists(), 20)


def wait_for(condition, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_script_that_cannot_be_imported_is_an_error_with_the_cure(monkeypatch):
    def fail(*_):
        raise NoAnswer("the process ended without an answer (exit code 1)")

    monkeypatch.setattr(isolation, "call", fail)
    with pytest.raises(UserError, match=r"exit code 1\)\): each of them imports it anew.*if __name__"):
        isolation.require_guard(1.0)


def test_a_script_that_can_be_imported_is_not_refused():
    isolation.require_guard(60.0)
