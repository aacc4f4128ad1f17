"""Tools written by a test, and the scoring of them on a catalogue in miniature."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
import torch

import trainwreck
from tests.conftest import SCENARIO, Toy
from tests.referee.inside import work
from trainwreck.pairs.entries import BROKEN
from trainwreck.pairs.loading import load
from trainwreck.proof.conditions import Conditions
from trainwreck.referee.answer import Diagnosis
from trainwreck.referee.case import Brief, Case
from trainwreck.referee.grading import Graded
from trainwreck.referee.isolation import call
from trainwreck.referee.locked import LOCKED, Terms
from trainwreck.referee.process import Untrained, ask
from trainwreck.referee.reply import Reply
from trainwreck.referee.scorecard import Scorecard
from trainwreck.referee.scoring import Scoring
from trainwreck.referee.subject import subjects
from trainwreck.referee.tool import Tool, find
from trainwreck.tasks.sources import Digits
from trainwreck.training.exam import Exam
from trainwreck.training.loop import train
from trainwreck.training.scores import accuracy
from trainwreck.training.split import Split

CPU = torch.device("cpu")
TRUSTED, ONLINE = Terms(trust=True), Terms(network=True)


@pytest.fixture(scope="session", autouse=True)
def _this_tree() -> Iterator[None]:
    """Let the processes that are started from another folder import the harness that is being tested."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("PYTHONPATH", str(Path(trainwreck.__file__).parents[1]), prepend=os.pathsep)
        yield


@pytest.fixture
def tiny(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> Toy:
    """A catalogue with one good scenario, whose folder is the present one."""
    toy.add("tiny_steps")
    monkeypatch.chdir(toy.root)
    return toy


@pytest.fixture
def score_all(tiny: Toy) -> Callable[..., Scorecard]:
    """Score a tool, given as a module's text, on one seed."""

    def score(text: str, name: str = "tool", **options: Any) -> Scorecard:
        (tiny.root / f"{name}.py").write_text(dedent(text))
        conditions = Conditions.checked(1, fewest=1)
        scoring = Scoring(tool=find(f"{name}:diagnose"), catalogue=tiny.catalogue, conditions=conditions, **options)
        return scoring.score(scoring.subjects(list(tiny.catalogue)))

    return score


@pytest.fixture
def scored(score_all: Callable[..., Scorecard]) -> Callable[..., dict[str, Graded]]:
    """Score a tool, given as a module's text, on one seed; return its graded replies by the recipe's name."""
    return lambda text, **options: {case.truth.recipe: case for case in score_all(text, **options).cases}


@pytest.fixture
def ask_on_broken(tiny: Toy) -> Callable[..., Reply | Untrained]:
    """Run a tool, given as a module's text, on the broken recipe alone; return its reply."""

    def ask_it(text: str, timeout: float = 60.0, paired: bool = False, terms: Terms = LOCKED) -> Reply | Untrained:
        (tiny.root / "tool.py").write_text(dedent(text))
        tool = find("tool:diagnose")
        lock = terms.lock(tool, tiny.root, [], CPU)
        pairs = [load(entry, Digits()) for entry in tiny.catalogue]
        [broken] = [one for one in subjects(tiny.catalogue, pairs, [0]) if one.truth.recipe == BROKEN]
        return ask(tool, broken.brief(CPU), timeout, paired, lock=lock)

    return ask_it


def told(case: Graded) -> Diagnosis:
    """Return the diagnosis of a case in which the tool gave one."""
    assert case.reply.diagnosis is not None, case.reply.error
    return case.reply.diagnosis


def brief_of(source: str, inputs: torch.Tensor, targets: torch.Tensor, score=accuracy, script: str = "") -> Brief:
    """Return a case made by hand."""
    available = Split(inputs, targets)
    return Brief(
        source=dedent(source),
        script=script,
        available=available,
        deployed=available.take(slice(1)),
        score=score,
        seed=0,
        device=CPU,
        vocabulary={"optimizer": ["tiny_steps"]},
    )


# Three batches an epoch, a rate that falls, dropout: whatever could come out differently.
LIVELY = (
    SCENARIO.replace("lr=1e-9", "lr=0.5")
    .replace("mlp, 2, 4", "mlp, 2, 8, 4, dropout=0.5")
    .replace("batch_size=300", "batch_size=120")
    .replace("epochs=20,", "epochs=4,\n    schedule=partial(StepLR, step_size=2),\n    prepare=standardised,")
    .replace("from torch.optim import SGD", "from torch.optim import SGD\nfrom torch.optim.lr_scheduler import StepLR")
    .replace("batches, mlp\n", "batches, hold_out, mlp, preprocess\n")
    .replace(
        "broken = Recipe(",
        "def halved(x):\n    return x / 2\n\n\ndef standardised(raw):\n    train, validation = hold_out(raw)\n"
        "    return preprocess(train, validation, halved)\n\n\nbroken = Recipe(",
    )
)
SEED = 5


@pytest.fixture
def lively(toy, tmp_path):
    """A case, and the run and the exam that it is made from."""
    toy.add("lively", scenario=LIVELY, fix=FIX_NOTHING)
    pair = load(toy.catalogue.entry("lively"), Digits())
    [subject] = [one for one in subjects(toy.catalogue, [pair], [SEED]) if one.truth.kind == "broken"]
    folder = tmp_path / "case"
    folder.mkdir()
    task, recipe = pair.task, pair.broken
    return SimpleNamespace(
        case=Case(subject.brief(CPU), folder),
        recipe=recipe,
        run=train(task, recipe, SEED, CPU),
        exam=Exam.drawn(task, recipe, SEED, CPU),
    )


FIX_NOTHING = """
from dataclasses import replace

from {package}.scenarios.toy.lively import broken

nothing = replace(broken, epochs=5)
"""

DRAWS = """
import torch
from torch import nn
from torch.optim import SGD
from torch.utils.data import DataLoader, SubsetRandomSampler
from trainwreck import Recipe
from trainwreck.training.split import whole_batch

def draws(split):
    chosen = torch.randperm(len(split))[:16].tolist()
    return DataLoader(split, batch_size=4, sampler=SubsetRandomSampler(chosen), collate_fn=whole_batch)

recipe = Recipe(model=lambda: nn.Linear(2, 2), loss=nn.CrossEntropyLoss(),
                optimizer=lambda parameters: SGD(parameters, lr=0.1), epochs=EPOCHS, loader=draws)
"""


def drawn(tmp_path: Path, source: str) -> Case:
    inputs = torch.randn(64, 2, generator=torch.Generator().manual_seed(0))
    return Case(brief_of(source, inputs, (inputs[:, 0] > 0).long()), tmp_path)


TRY = """
import os, sys
from pathlib import Path
seen = []
def tried(name, attempt):
    try:
        found = attempt()
    except Exception:
        return
    if found or found is None:
        seen.append(name)
"""


@pytest.fixture
def tool(tiny: Toy) -> Tool:
    """A tool beside a catalogue."""
    (tiny.root / "tool.py").write_text("def diagnose(case): ...")
    return find("tool:diagnose")


@pytest.fixture
def seen_inside(tool: Tool, tiny: Toy) -> Callable[..., list[str]]:
    """Return a function that runs some code in the place of a tool, and returns what it has seen."""

    def run(code: str, terms: Terms = LOCKED, withheld: tuple[Path, ...] = ()) -> list[str]:
        shut = terms.lock(tool, tiny.root, withheld, CPU)
        line = call(work, (TRY + code + "\nanswer = ' '.join(map(str, seen))",), 120.0, Event(), shut)
        return line.decode().split()

    return run
