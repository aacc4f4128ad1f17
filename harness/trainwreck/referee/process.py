"""Run a tool on cases, each in a process of its own, so that nothing it does can reach another case.

A tool may crash, hang, exit, leak memory, print, or patch PyTorch as it likes: it harms that one case.
"""

import json
import math
import time
import traceback
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import TypeVar

import torch

from trainwreck.errors import UserError
from trainwreck.locking import system
from trainwreck.locking.lock import cap
from trainwreck.referee.answer import Diagnosis, complaint, plain
from trainwreck.referee.case import Brief, Case, Clock, unobserved
from trainwreck.referee.isolation import NoAnswer, call, require_guard
from trainwreck.referee.locked import CURE, Lock
from trainwreck.referee.reply import ERROR, EVIDENCE, LARGEST, TRANSCRIPT, Reply
from trainwreck.referee.tool import Tool, resolve

TRAINING = 600.0  # seconds that a set-up may take to train with no tool looking on
MEMORY = 16 * 2**30  # bytes of address space; PyTorch alone maps about 4 GiB

K = TypeVar("K")


@dataclass(frozen=True)
class Untrained:
    """What comes back of a case that does not train even with no tool looking on: ``reason`` says why."""

    reason: str


def ask(
    tool: Tool,
    brief: Brief,
    timeout: float,
    paired: bool = False,
    stop: Event | None = None,
    lock: Lock | None = None,
) -> Reply | Untrained:
    """Run a tool on a case, for ``timeout`` seconds at most; ``paired`` measures its overhead too.

    Before, the case is trained without it: what does not train at all is no error of the tool's, and the score that it
    reports belongs to the case.
    """
    stop = stop or Event()
    try:
        trained = json.loads(call(_train, (brief,), TRAINING, stop))
    except (NoAnswer, ValueError) as error:
        return Untrained(str(error))
    if "failed" in trained:
        return Untrained(trained["failed"][:ERROR])
    try:
        reply = Reply.parse(call(_diagnose, (tool, brief, paired), timeout, stop, lock))
    except NoAnswer as error:
        reply = Reply.failed(str(error))
    return replace(reply, reported=trained["reported"])


def require_importable(tool: Tool, timeout: float, lock: Lock | None = None) -> None:
    """Import a tool in a process of its own; a UserError says what keeps it from being imported."""
    failed = _failing(_import, (tool,), timeout, Event(), lock)
    if failed:
        require_guard(timeout)
        install = (
            "Install what it needs: pip install 'trainwreck[tools]'."
            if tool.module.startswith("trainwreck.")
            else "Correct it, then run again."
        )
        if lock:
            install += f" {CURE}"
        raise UserError(f"The tool {tool.name!r} cannot be imported: {failed}\n{install}")


def ask_all(
    jobs: Sequence[tuple[K, Callable[[], Brief], bool]],
    tool: Tool,
    workers: int,
    timeout: float,
    lock: Lock | None = None,
) -> Generator[tuple[K, Reply | Untrained], None, None]:
    """Run a tool on many cases, ``workers`` at a time; yield each key with its reply, in any order.

    A job is a key, a maker of the case's brief, and whether to measure the overhead.
    """
    stop = Event()
    waiting = iter(jobs)
    running: dict[Future[Reply | Untrained], K] = {}
    with ThreadPoolExecutor(workers) as pool:
        try:
            while True:
                while len(running) < workers and (job := next(waiting, None)):
                    key, make, paired = job
                    try:
                        brief = make()
                    except (Exception, SystemExit) as error:  # the scenario's own code draws the data
                        yield key, Untrained(_told(error))
                        continue
                    running[pool.submit(ask, tool, brief, timeout, paired, stop, lock)] = key
                if not running:
                    return
                for done in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(done), done.result()
        finally:
            stop.set()


def _failing(
    work: Callable[..., str], arguments: tuple[object, ...], timeout: float, stop: Event, lock: Lock | None
) -> str:
    """Return what kept a piece of work from being done, or nothing."""
    try:
        return call(work, arguments, timeout, stop, lock).decode(errors="replace")[:ERROR]
    except NoAnswer as error:
        return str(error)


def _import(tool: Tool, _: Path) -> str:
    try:
        resolve(tool)
    except BaseException as error:
        return _line_of(f"{type(error).__name__}: {error}")
    return ""


def _train(brief: Brief, folder: Path) -> str:
    try:
        _settle(brief.device)
        return json.dumps({"reported": reported(Case(brief, folder))})
    except BaseException as error:
        return json.dumps({"failed": _line_of(_told(error))})


def reported(case: Case) -> float:
    """Return the score that a set-up reports when nobody looks on; the least there is where that is no number."""
    found = unobserved(case).final.reported
    return float(found) if math.isfinite(found) else -LARGEST


def _diagnose(tool: Tool, brief: Brief, paired: bool, folder: Path) -> str:
    _settle(brief.device)
    started = time.perf_counter()
    case = Case(brief, folder)
    clock = case._clock
    try:
        function = resolve(tool)
        if paired:
            unobserved(case)  # the first training of a process is slow, whoever looks on
            started = time.perf_counter()
        answer = plain(function(case))
        seconds = time.perf_counter() - started
        if wrong := complaint(answer, clock.steps):
            return Reply.failed(wrong, seconds, transcript(clock)).packed()
    except BaseException as error:
        return Reply.failed(_told(error), time.perf_counter() - started, transcript(clock)).packed()
    assert isinstance(answer, Diagnosis)
    return Reply(
        diagnosis=replace(answer, evidence=answer.evidence[:EVIDENCE]),
        steps=clock.steps,
        trainings=clock.trainings,
        alarm=clock.alarm,
        overhead=clock.seconds / unobserved(case).seconds if paired and clock.seconds else None,
        seconds=seconds,
        transcript=transcript(clock),
    ).packed()


def transcript(clock: Clock) -> str:
    """Return what a tool wanted to be kept with its answer, as far as there is room."""
    return "\n".join(map(str, clock.kept))[:TRANSCRIPT]


def _settle(device: torch.device) -> None:
    """Take one thread, and no more than so much memory."""
    torch.set_num_threads(1)
    # A GPU's driver maps more than there is, and macOS refuses such a limit.
    if device.type == "cpu" and system.is_linux():
        import resource  # here, because Windows has none

        cap(resource.RLIMIT_AS, MEMORY, MEMORY)


def _told(error: BaseException) -> str:
    """Return an exception and the place that it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" (line {frames[-1].lineno} of {Path(frames[-1].filename).name})" if frames else ""
    return f"{type(error).__name__}: {error}{where}"


def _line_of(text: str) -> str:
    return " ".join(text.split())
