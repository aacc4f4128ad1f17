"""Run a tool on a case in a process of its own, so that nothing it does can reach another case.

The processes are forked from a server that has PyTorch loaded, and no scenario: a tool may crash, hang, exit, leak
memory, print, or patch PyTorch as it likes. It does so in a new process group and in a temporary folder.
"""

import gc
import json
import multiprocessing
import os
import pickle
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

import torch
import torch._dynamo  # an optimizer's first step imports it: once in the server, not in every process

from trainwreck.errors import UserError
from trainwreck.referee.answer import Cause, Diagnosis, complaint
from trainwreck.referee.case import Brief, Case
from trainwreck.referee.tool import Tool, resolve

MEMORY = 16 * 2**30  # bytes of address space; PyTorch alone maps about 4 GiB
EVIDENCE = 600  # characters of a tool's evidence that are kept
GLANCE = 0.2  # seconds between two looks at whether the user has interrupted

K = TypeVar("K")


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What came of running a tool on a case: a diagnosis, or else an error.

    ``steps``     of the training that the tool saw; None if it saw none.
    ``overhead``  seconds of that training over those of the same one without the tool; None if not measured.
    ``seconds``   from start to answer.
    """

    diagnosis: Diagnosis | None = None
    error: str | None = None
    steps: int | None = None
    overhead: float | None = None
    seconds: float = 0.0

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Reply":
        """Return what ``dataclasses.asdict`` was made from."""
        told = values["diagnosis"]
        causes = tuple(Cause(**cause) for cause in told["causes"]) if told else ()
        return cls(**{**values, "diagnosis": told and Diagnosis(**{**told, "causes": causes})})


def ask(tool: Tool, brief: Brief, timeout: float, paired: bool = False, stop: Event | None = None) -> Reply:
    """Run a tool on a case, for ``timeout`` seconds at most; ``paired`` measures its overhead too."""
    answered, error = _call(_diagnose, (tool, brief, paired), timeout, stop or Event())
    return Reply.from_dict(answered) if answered else Reply(error=error)


def require_importable(tool: Tool, timeout: float) -> None:
    """Import a tool in a process of its own; a UserError says what keeps it from being imported."""
    answered, error = _call(_import, (tool,), timeout, Event())
    failed = answered["error"] if answered else error
    if failed:
        install = (
            "Install what it needs: pip install 'trainwreck[tools]'."
            if tool.module.startswith("trainwreck.")
            else "Mend it, then run again."
        )
        raise UserError(f"The tool {tool.name!r} cannot be imported: {failed}\n{install}")


def ask_all(
    jobs: Sequence[tuple[K, Callable[[], Brief], bool]], tool: Tool, workers: int, timeout: float
) -> Iterator[tuple[K, Reply]]:
    """Run a tool on many cases, ``workers`` at a time; yield each key with its reply, in any order.

    A job is a key, a maker of the case's brief, and whether to measure the overhead.
    """
    stop = Event()
    waiting = iter(jobs)
    running: dict[Future[Reply], K] = {}
    with ThreadPoolExecutor(workers) as pool:
        try:
            while True:
                while len(running) < workers and (job := next(waiting, None)):
                    key, make, paired = job
                    running[pool.submit(ask, tool, make(), timeout, paired, stop)] = key
                if not running:
                    return
                for done in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(done), done.result()
        finally:
            stop.set()


def _server() -> BaseContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["trainwreck.referee.process", "trainwreck.cli", "pandas"])
    return context


def _call(
    work: Callable[..., dict[str, Any]], arguments: tuple[Any, ...], timeout: float, stop: Event
) -> tuple[dict[str, Any] | None, str]:
    """Return what ``work`` returns in a process of its own, or None and a text that says why it returned nothing."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    with tempfile.TemporaryDirectory(prefix="case-", ignore_cleanup_errors=True) as folder, ours:
        parcel = pickle.dumps((work, arguments, folder))
        process = _server().Process(target=_serve, args=(theirs, parcel, str(Path.cwd())))  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        try:
            deadline = time.monotonic() + timeout
            while not ours.poll(GLANCE):
                if stop.is_set() or time.monotonic() > deadline:
                    return None, f"no answer within {timeout:g} seconds"
            return json.loads(ours.recv_bytes()), ""
        except (EOFError, ValueError):
            process.join(GLANCE)
            return None, f"the process ended without an answer (exit code {process.exitcode})"
        finally:
            _end(process)


def _end(process: Any) -> None:
    """End a process, and all that it has started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()  # it has ended, or had no time to form a group of its own
    process.join()
    process.close()


def _serve(pipe: Connection, parcel: bytes, home: str) -> None:
    """Do a piece of work in this process, undisturbed and unheard, and send what it returns."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interruption ends
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(silence, stream)
    _forget_the_command()
    sys.path.insert(0, home)  # a tool may lie where the command was given
    work, arguments, folder = pickle.loads(parcel)
    os.chdir(folder)
    torch.set_num_threads(1)
    gc.freeze()  # what the server had loaded is no garbage, and need not be looked through again
    answer = json.dumps(work(*arguments, Path(folder)), ensure_ascii=False)
    pipe.send_bytes(answer.encode(errors="replace"))  # not every str of Python's can be written to a file
    pipe.close()


def _forget_the_command() -> None:
    """Clear what this process was told of the parent's command line and, by pytest, of its item: scenarios' names."""
    sys.argv = ["case"]
    os.environ.pop("PYTEST_CURRENT_TEST", None)
    frame = sys._getframe()
    while frame.f_back:
        frame = frame.f_back
        frame.f_locals.get("preparation_data", {}).clear()


def _import(tool: Tool, _: Path) -> dict[str, Any]:
    try:
        resolve(tool)
    except BaseException as error:
        return {"error": f"{type(error).__name__}: {error}"}
    return {"error": ""}


def _diagnose(tool: Tool, brief: Brief, paired: bool, folder: Path) -> dict[str, Any]:
    if brief.device.type == "cpu":  # a GPU's driver maps more than there is
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    started = time.perf_counter()
    try:
        function = resolve(tool)
        case = Case(brief, folder)
        if paired:
            case.unobserved()  # the first training of a process is slow, whoever looks on
            started = time.perf_counter()
        answer = function(case)
    except BaseException as error:
        return asdict(Reply(error=_told(error), seconds=time.perf_counter() - started))
    seconds = time.perf_counter() - started
    if wrong := complaint(answer):
        return asdict(Reply(error=wrong, seconds=seconds))
    assert isinstance(answer, Diagnosis)
    answer = replace(answer, evidence=answer.evidence[:EVIDENCE])
    watched = case.clock.seconds
    overhead = watched / case.unobserved() if paired and watched else None
    return asdict(Reply(diagnosis=answer, steps=case.clock.steps, overhead=overhead, seconds=seconds))


def _told(error: BaseException) -> str:
    """Return an exception and the place in the tool's code that it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" (line {frames[-1].lineno} of {Path(frames[-1].filename).name})" if frames else ""
    return f"{type(error).__name__}: {error}{where}"[:500]
