"""A piece of work in a process of its own, of which nothing comes back but one line of bytes.

Each such process is forked from a server that has PyTorch loaded, and no scenario. It forks once more: the child does
the work, and the parent is its keeper. The keeper ends the work, and all that this has started, as soon as it is told
to, or as soon as the process that asked for the work is gone; and it clears the folder away.
"""

import gc
import multiprocessing
import os
import pickle
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path
from threading import Event
from typing import Any, NoReturn

from trainwreck.errors import UserError
from trainwreck.locking import system
from trainwreck.locking.ending import end_descendants, end_with_parent
from trainwreck.referee.locked import Lock

# What the server imports, once, and no process again; of PyTorch also what an optimizer's first step imports.
PRELOADED = ["torch._dynamo", "trainwreck.referee.process", "trainwreck.cli", "pandas"]

LONGEST = 2**21  # bytes of an answer, its transcript with it
MOST_FILES = 2**16  # that a process may have open
GLANCE = 0.2  # seconds between two looks at whether the user has interrupted
PATIENCE = 5.0  # seconds that a keeper has to end its work
UNGUARDED = 120  # the exit code of a script that a process has imported and that would start the same process again
BY_SIGNAL = 128  # is added to a signal's number in an exit code, as a shell does


class NoAnswer(Exception):
    """A process ended, or had to be ended, without an answer; the message says how."""


def call(
    work: Callable[..., str], arguments: tuple[Any, ...], timeout: float, stop: Event, lock: Lock | None = None
) -> bytes:
    """Return what ``work(*arguments, folder)`` returns in a process of its own: one line, and nobody vouches for it.

    ``lock``  on that process; without one it can do whatever the user can.
    """
    refuse_second_start()
    _require_fork()
    ours, theirs = multiprocessing.Pipe(duplex=False)
    with tempfile.TemporaryDirectory(prefix="case-", ignore_cleanup_errors=True) as folder, ours:
        with theirs:
            process = _started(theirs, pickle.dumps((work, arguments, lock)), folder)
        try:
            return _line(ours, time.monotonic() + timeout, stop)
        except TimeoutError:
            raise NoAnswer(f"no answer within {timeout:g} seconds") from None
        except EOFError:
            process.join(PATIENCE)
            raise NoAnswer(f"the process ended without an answer ({_told(process.exitcode)})") from None
        finally:
            _end(process)


def refuse_second_start() -> None:
    """End this process if it is one of ours and is importing a script that calls us without being asked.

    Python imports the user's script anew in every process, and ``require_guard`` says what that script needs.
    """
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        os._exit(UNGUARDED)


def _require_fork() -> None:
    if not hasattr(os, "fork"):
        raise UserError(
            "Tools are run in forked processes, and Windows has none. Score under Linux: in its subsystem (WSL) or a "
            "container; or ask about one case in this process, with --debug."
        )


def require_guard(timeout: float) -> None:
    """Refuse a script of the user's that no process can import; a UserError says how to write it."""
    try:
        call(_nothing, (), timeout, Event())
    except NoAnswer as error:
        script = getattr(sys.modules["__main__"], "__file__", None) or "the script"
        reason = "" if f"exit code {UNGUARDED}" in str(error) else f" ({error})"
        raise UserError(
            f"'{script}' cannot be imported by the processes in which tools run{reason}: each of them imports it anew, "
            'and would begin it again. Put what it does below `if __name__ == "__main__":`.'
        ) from None


def _nothing(_: Path) -> str:
    return ""


def _server() -> BaseContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


def _started(pipe: Connection, parcel: bytes, folder: str) -> Any:
    """Start a process, if need be by another server: a tool can end the one there is, and dying takes a moment."""
    for attempt in range(8):
        process = _server().Process(target=_keep, args=(pipe, parcel, str(Path.cwd()), folder))  # type: ignore[attr-defined]
        with suppress(OSError, EOFError):
            process.start()
            return process
        time.sleep(0.05 * 2**attempt)
    raise NoAnswer("no process could be started")


def _line(pipe: Connection, deadline: float, stop: Event) -> bytes:
    """Return what comes before the first line break, and read little more than that."""
    line = b""
    while b"\n" not in line:
        if stop.is_set() or time.monotonic() > deadline:
            raise TimeoutError
        if pipe.poll(GLANCE):
            part = os.read(pipe.fileno(), LONGEST)
            if not part:
                raise EOFError
            line += part
        if len(line) > LONGEST:
            raise NoAnswer(f"an answer of more than {LONGEST} bytes")
    return line.partition(b"\n")[0]


def _told(exit_code: int | None) -> str:
    if exit_code is None:
        return "it has not ended yet"
    number = -exit_code if exit_code < 0 else exit_code - BY_SIGNAL
    with suppress(ValueError):
        return signal.Signals(number).name
    return f"exit code {exit_code}"


def _end(process: Any) -> None:
    """Have a keeper end its work, or end it with the work if it does not."""
    for ask in (process.terminate, process.kill):
        ask()
        process.join(PATIENCE)
        if process.exitcode is not None:
            break
    with suppress(ValueError):  # it is still there, which only the system can explain
        process.close()


def _keep(pipe: Connection, parcel: bytes, home: str, folder: str) -> None:
    """Have the work done in a child, and see to its end, whatever becomes of it or of the process that asked for it."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interruption ends
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    _forget_the_command()
    if system.is_linux():
        system.ask(system.ADOPT_ORPHANS, 1)
    code = 1
    try:
        worker = os.fork()
        if worker == 0:
            _do(pipe, parcel, home, folder)
        pipe.close()
        end_with_parent()
        code = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
    finally:
        end_descendants()
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(code if code >= 0 else BY_SIGNAL - code)


def _do(pipe: Connection, parcel: bytes, home: str, folder: str) -> NoReturn:
    """Do the work in this process, undisturbed and unheard, send what it returns, and end."""
    code = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        if system.is_linux():
            system.ask(system.END_WITH_PARENT, signal.SIGKILL)
        os.setsid()  # what it sends to its group reaches nobody else
        silence = os.open(os.devnull, os.O_RDWR)
        for standard in range(3):
            os.dup2(silence, standard)
        sys.path.insert(0, home)  # a tool may lie where the command was given
        work, arguments, lock = pickle.loads(parcel)
        os.chdir(folder)
        gc.freeze()  # what the server had loaded is no garbage, and need not be looked through again
        if lock:
            _close_others(pipe.fileno())
            lock.shut(Path(folder))
        line = work(*arguments, Path(folder)) + "\n"
        with open(pipe.fileno(), "wb", closefd=False) as sent:
            sent.write(line.encode(errors="replace"))
        code = 0
    finally:
        os._exit(code)


def _close_others(kept: int) -> None:
    """Close all files of this process but the standard ones and one more: others lead to the server and its helpers."""
    os.closerange(3, kept)
    os.closerange(kept + 1, MOST_FILES)


def _forget_the_command() -> None:
    """Clear what this process was told of the parent's command line and, by pytest, of its item: scenarios' names."""
    sys.argv = ["case"]
    os.environ.pop("PYTEST_CURRENT_TEST", None)
    frame = sys._getframe()
    while frame.f_back:
        frame = frame.f_back
        frame.f_locals.get("preparation_data", {}).clear()
