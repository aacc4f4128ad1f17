"""A chamber in which scripts run locked in, another in which they do not, and a pair in miniature."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.learning.conftest import BROKEN_RATE, CHECK, RATE
from tests.proof.test_matrix import WITH_READING
from trainwreck.judging import grading, jobs, reader
from trainwreck.judging import server as served
from trainwreck.judging.assignment import sheets
from trainwreck.judging.bench import Bench
from trainwreck.judging.chamber import Chamber, Failed, Limits
from trainwreck.judging.server import Server
from trainwreck.locking import lock, reach
from trainwreck.pairs.entries import BROKEN
from trainwreck.pairs.loading import Pair, load
from trainwreck.scripts.folder import SCRIPT
from trainwreck.scripts.script import script
from trainwreck.tasks.sources import Digits
from trainwreck.training.streams import Stream, derive

SALT = "a salt that nobody will ever guess"
BRIEF = Limits(cpu=10, wall=30.0)

needs_lock = pytest.mark.skipif(not lock.available().complete, reason="this kernel has no Landlock, or no filter")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One server for all tests: to load PyTorch takes seconds."""
    with Server() as one:
        yield one


@dataclass
class Seen:
    """What became of a script: what it printed, why it failed, and the files that it left."""

    printed: str
    failed: str = ""
    left: dict[str, int] = field(default_factory=dict)


Run = Callable[..., Seen]


@pytest.fixture
def run(server: Server, toy) -> Run:
    """Return a function that runs a script, locked in or not, and returns what became of it."""

    def run(text: str, locked: bool = True, limits: Limits = BRIEF, **files: bytes) -> Seen:
        chamber = Chamber(server, reach.of_a_script(toy.root) if locked else None)
        try:
            with chamber.done(jobs.script, {SCRIPT: text.encode(), **files}, 0, limits) as (folder, _):
                left = {path.name: path.lstat().st_size for path in folder.iterdir()}
                return Seen(reader.printed(folder / "log.txt", lines=50), left=left)
        except Failed as error:
            return Seen(error.printed, str(error))

    return run


@pytest.fixture
def pair(toy) -> Pair:
    """A pair whose runs take a moment, with a check."""
    toy.add("tiny_steps", fix=WITH_READING + CHECK)
    return load(toy.catalogue.entry("tiny_steps"), Digits())


@dataclass(frozen=True)
class Texts:
    """The scripts of a pair: as it is handed out, and mended."""

    broken: str
    mended: str


@pytest.fixture
def texts(pair: Pair) -> Texts:
    available, _ = pair.task.data(derive(0, Stream.DATA))
    broken = script(pair, BROKEN, available)
    assert BROKEN_RATE in broken
    return Texts(broken, broken.replace(BROKEN_RATE, RATE))


@pytest.fixture
def bench(pair: Pair, server: Server) -> Bench:
    """Two seeds of the pair, and no shape of outputs that is refused."""
    root = pair.entry.root
    chambers = (Chamber(server, known) for known in (reach.of_a_script(root), reach.of_a_check(root)))
    return Bench(pair, sheets(pair.task, SALT, 2, null=False), *chambers)


@pytest.fixture
def one_server(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let gradings use the server that there is."""
    for module in (grading, served):
        monkeypatch.setattr(module, "Server", lambda: contextlib.nullcontext(server))


@pytest.fixture
def attack() -> Callable[[str], str]:
    """Return the text of an attack."""
    return lambda name: (Path(__file__).parent / "attacks" / f"{name}.py").read_text(encoding="utf-8")
