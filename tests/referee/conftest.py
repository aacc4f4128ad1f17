"""Tools written by a test, and the scoring of them on a catalogue in miniature."""

import os
from collections.abc import Callable, Iterator
from textwrap import dedent

import pytest
import torch

from tests.conftest import Toy
from trainwreck.pairs.entries import INSTALLED
from trainwreck.pairs.loading import BROKEN, load
from trainwreck.proof.conditions import Settings
from trainwreck.referee.answer import Diagnosis
from trainwreck.referee.case import Brief
from trainwreck.referee.grading import Graded
from trainwreck.referee.process import Reply, ask
from trainwreck.referee.scoring import Scoring
from trainwreck.referee.subject import subjects
from trainwreck.referee.tool import find
from trainwreck.tasks.sources import Digits
from trainwreck.training.split import Split
from trainwreck.training.task import accuracy

CPU = torch.device("cpu")


@pytest.fixture(scope="session", autouse=True)
def _this_tree() -> Iterator[None]:
    """Let the processes that are started from another folder import the harness that is being tested."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("PYTHONPATH", str(INSTALLED), prepend=os.pathsep)
        yield


@pytest.fixture
def tiny(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> Toy:
    """A catalogue with one good scenario, whose folder is the present one."""
    toy.add("tiny_steps")
    monkeypatch.chdir(toy.root)
    return toy


@pytest.fixture
def scored(tiny: Toy) -> Callable[..., dict[str, Graded]]:
    """Score a tool, given as a module's text, on one seed; return its graded replies by the recipe's name."""

    def score(text: str, name: str = "tool", **options: float) -> dict[str, Graded]:
        (tiny.root / f"{name}.py").write_text(dedent(text))
        settings = Settings.usable(1, 0, "digits", tiny.root, "cpu")
        scoring = Scoring(tool=find(f"{name}:diagnose"), catalogue=tiny.catalogue, settings=settings, **options)
        return {case.truth.recipe: case for case in scoring.replies(scoring.subjects(list(tiny.catalogue)))}

    return score


@pytest.fixture
def ask_on_broken(tiny: Toy) -> Callable[..., Reply]:
    """Run a tool, given as a module's text, on the broken recipe alone; return its reply."""

    def ask_it(text: str, timeout: float = 60.0, paired: bool = False) -> Reply:
        (tiny.root / "tool.py").write_text(dedent(text))
        loaded = [load(entry, Digits()) for entry in tiny.catalogue]
        [broken] = [one for one in subjects(tiny.catalogue, loaded, [0]) if one.truth.recipe == BROKEN]
        return ask(find("tool:diagnose"), broken.brief(CPU), timeout, paired)

    return ask_it


def told(case: Graded) -> Diagnosis:
    """Return the diagnosis of a case in which the tool gave one."""
    assert case.reply.diagnosis is not None, case.reply.error
    return case.reply.diagnosis


def brief_of(source: str, inputs: torch.Tensor, targets: torch.Tensor, score=accuracy) -> Brief:
    """Return a case made by hand."""
    available = Split(inputs, targets)
    return Brief(dedent(source), available, available.take(slice(1)), score, 0, CPU)
