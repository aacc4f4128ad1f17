"""The command line on catalogues in miniature."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import trainwreck as package
from tests.conftest import Answer, Command, Toy

READS = """
from pathlib import Path

from trainwreck import Cause, Diagnosis


def diagnose(case):
    if "lr=1e-09" in case.source():
        return Diagnosis("faulty", (Cause("toy", "tiny_steps"),), "the steps are tiny", 0)
    return Diagnosis("healthy")


def blind(case):
    return Diagnosis("healthy")


def breaks(case):
    raise RuntimeError("no idea [today]")


def loud(case):
    print("I see", sum(len(split) for split in case.data()), "rows")
    return blind(case)


def nothing(case):
    return None


def breaks_once(case):
    return diagnose(case) if "lr=10.0" in case.source() else breaks(case)
"""


BROKEN_THEN_FIXED = "15"  # a secret by which tiny_steps is so in the first two sittings


@pytest.fixture
def trainwreck(toy: Toy, command: Command) -> Command:
    """Call the command line on a catalogue with one good scenario."""
    toy.add("tiny_steps")
    return lambda *arguments: command(*arguments, "--root", str(toy.root))


@pytest.fixture
def tiny(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> Toy:
    """A catalogue with one good scenario, whose folder is the present one."""
    toy.add("tiny_steps")
    monkeypatch.chdir(toy.root)
    # A process that is started from there shall import the package that is tested.
    monkeypatch.setenv("PYTHONPATH", str(Path(package.__file__).parents[1]), prepend=os.pathsep)
    return toy


@pytest.fixture
def score(tiny: Toy, command: Command) -> Callable[..., Answer]:
    """Call the command ``score`` on a catalogue with one good scenario, beside a tool: once broken, and once fixed."""
    (tiny.root / "reads.py").write_text(READS)
    return partial(command, "score", "--root", str(tiny.root), "--seeds", "2", "--secret", BROKEN_THEN_FIXED)
