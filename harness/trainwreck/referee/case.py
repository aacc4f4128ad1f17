"""A case: one training set-up as a diagnostic tool is shown it, without what a user of the tool would not know.

It holds the set-up's own data and recipe, without name or truth. Of the held-back split there is a single row in it: a
practitioner has none, and the score on it would tell which reports are false.
"""

import importlib.util
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from trainwreck.errors import UserError
from trainwreck.pairs.checks import Check, read, words_of
from trainwreck.referee.question import LOG, asked
from trainwreck.scripts.folder import SCRIPT, data_files, write
from trainwreck.training.loop import train
from trainwreck.training.observer import Observer, Step
from trainwreck.training.recipe import Loss, Recipe
from trainwreck.training.run import Epoch, Reading, Run
from trainwreck.training.setup import Setup, Start, own
from trainwreck.training.split import Split, batches
from trainwreck.training.task import Score, Task

if TYPE_CHECKING:
    import pandas as pd

FILE = "training_setup.py"
EACH_STEP = ("step", "epoch", "loss", "lr")
EACH_EPOCH = ("gradient_norm", "training_score", "validation_score", "validation_loss")


@dataclass(frozen=True, eq=False)
class Brief:
    """All that a case is made from; it travels to the process in which the tool runs.

    ``source``     Python code that binds ``recipe``.
    ``script``     the same as a stand-alone script; empty where the recipe is in a form that has no counterpart there.
    ``available``  what the practitioner was given.
    ``deployed``   one row as it comes once the model is in use, because the loop wants something to examine.
    ``vocabulary``  what may be named, components with their faults: the same for all cases.
    """

    source: str
    script: str
    available: Split
    deployed: Split
    score: Score
    seed: int
    device: torch.device
    vocabulary: Mapping[str, list[str]]


@dataclass
class Clock:
    """What the referee notes of a tool's work: of the last training that it looked at, seconds and steps.

    ``trainings``  how many it has asked for. ``alarm``: the steps that were made when it first raised the alarm.
    ``kept``  texts that it wants to be kept with its answer.
    """

    seconds: float | None = None
    steps: int | None = None
    trainings: int = 0
    alarm: int | None = None
    kept: list[str] = field(default_factory=list)


class Case:
    """One training set-up. Every view of it starts afresh: none changes another.

    A tool is a function of a case:

    >>> from trainwreck import Diagnosis
    >>> def diagnose(case: Case) -> Diagnosis:
    ...     return Diagnosis("faulty" if case.log().loss.isna().any() else "healthy")
    """

    def __init__(self, brief: Brief, folder: Path) -> None:
        self._brief = brief
        self._folder = folder
        self._recipe = _imported(brief.source, folder / FILE)
        self._task = Task(data=self._data, score=brief.score, goal=0.0)  # the real one would tell what is good enough
        self._log: pd.DataFrame | None = None
        self._setup: Setup | None = None
        self._clock = Clock()

    def source(self) -> str:
        """Return the set-up's code: Python that binds ``recipe``, without docstrings and comments."""
        return self._brief.source

    def script(self) -> str:
        """Return the set-up as a stand-alone training script, which makes the same losses; without comments.

        A UserError says so where there is none, as may be in a pack whose recipes are in forms of their own.
        """
        if not self._brief.script:
            raise UserError("This set-up cannot be written as a script. `trainwreck check` says why.")
        return self._brief.script

    def script_folder(self) -> Path:
        """Return a folder with the script as ``train.py``, the data that it reads, and ``log.csv``, the log of its run.

        And with what may be named, ``vocabulary.json``, and how an answer is written, ``README.md``.
        """
        folder = self._folder / "script"
        if not folder.exists():
            texts = {SCRIPT: self.script(), LOG: self.log().to_csv(index=False), **asked(self._brief.vocabulary)}
            data = data_files(self._brief.available, self._brief.deployed)
            write(folder, {name: text.encode() for name, text in texts.items()} | data)
        return folder

    def vocabulary(self) -> dict[str, list[str]]:
        """Return what a cause may name: components, each with its faults."""
        return {component: [*faults] for component, faults in self._brief.vocabulary.items()}

    @property
    def score(self) -> Score:
        """The score of outputs (n, …) for targets (n, …), both in the task's own units; its ``__name__`` says which."""
        return self._brief.score

    def raw(self) -> Split:
        """Return all that the practitioner was given, before any of it is held out or prepared."""
        return own(self._brief.available)

    def data(self) -> tuple[Split, Split]:
        """Return the practitioner's training and validation parts, prepared as the set-up prepares them."""
        exam = self._look(lambda setup: setup.exam)
        return exam.train, exam.validation

    def loaders(self) -> tuple[Iterable[tuple[Tensor, Tensor]], Iterable[tuple[Tensor, Tensor]]]:
        """Return the loader of the training part, as the set-up makes it, and one of the validation part, in order.

        To shuffle, the first draws from the tool's own random numbers. The set-up predicts the second part whole.
        """
        start, exam = self._look(lambda setup: (setup.start(), setup.exam))
        return start.loader, batches(exam.validation, shuffle=False)

    def planned_steps(self) -> int:
        """Return how many steps the training makes if nothing ends it earlier."""
        loader = self._look(lambda setup: self._recipe.loader(setup.exam.train))
        return self._recipe.epochs * len(loader)

    def batch(self) -> Start:
        """Return a model as it is before training, and the first batch that it would meet.

        With them its loss, its optimizer, its schedule, which is None if there is none, and its loader.
        """
        start: Start = self._look(lambda setup: setup.start())
        return start

    def update(self, batch: Start) -> float:
        """Make one update of a batch's model, the way the set-up makes its steps; return the loss before it."""
        step = self._recipe.step(batch.model, batch.loss, batch.optimizer, batch.inputs, batch.targets)
        return step.item()

    def predict(self, model: nn.Module, inputs: Tensor) -> Tensor:
        """Return a model's outputs for prepared inputs, the way the set-up predicts."""
        return self._recipe.predict(model, inputs)

    def read(self, check: Check) -> Reading | None:
        """Ask a check, a function of the words in docs/checks.md; None if it does not apply.

        One that asks for new data does not: a case has none. All checks together share one training.
        """
        if "new" in words_of(check):
            return None
        self._setup = self._setup or self._afresh()
        return read(check, self._setup)

    def train(self, observer: Observer, before_update: Callable[[nn.Module, Optimizer], None] | None = None) -> None:
        """Train as the set-up does, under the eyes of an observer.

        Of an epoch's scores, the observer is told the training and the reported one; the true one is NaN.
        ``before_update``  is called whenever the optimizer is about to step, with the gradients as it is given them.
        """
        self._clock.steps = 0

        def start(model: nn.Module, optimizer: Optimizer, loss: Loss) -> None:
            assert before_update
            optimizer.register_step_pre_hook(lambda *_: before_update(model, optimizer))
            observer.start(model, optimizer, loss)

        def step(made: Step) -> None:
            self._clock.steps = made.number + 1
            observer.step(made)

        def epoch(number: int, state: Epoch) -> None:
            observer.epoch(number, replace(state, scores=replace(state.scores, true=math.nan)))

        started = perf_counter()
        starts = start if before_update else observer.start
        self._train(replace(observer, start=starts, step=step, epoch=epoch))
        self._clock.seconds = perf_counter() - started

    def alarm(self) -> None:
        """Raise the alarm, from within an observer: the referee notes at which step. The first counts."""
        if self._clock.alarm is None:
            self._clock.alarm = self._clock.steps or 0

    def keep(self, text: str) -> None:
        """Have a text kept with the answer: what a language model was asked and has said, for example."""
        self._clock.kept.append(text)

    def log(self) -> "pd.DataFrame":
        """Return what a log file would hold, a row a step; what is known once an epoch stands in the epoch's last row.

        Columns: step, epoch, loss, lr; gradient_norm, training_score, validation_score, validation_loss.
        """
        import pandas as pd

        if self._log is None:
            logbook = _Logbook()
            self._train(Observer(start=logbook.start, step=logbook.step, epoch=logbook.epoch))
            self._log = pd.DataFrame(logbook.rows, columns=[*EACH_STEP, *EACH_EPOCH])
            self._clock.steps = len(logbook.rows)
        return self._log.copy()

    def log_file(self) -> Path:
        """Return the path of the log as a CSV file."""
        path = self._folder / LOG
        self.log().to_csv(path, index=False)
        return path

    def _train(self, observer: Observer) -> None:
        self._clock.trainings += 1
        self._run(observer)

    def _run(self, observer: Observer) -> Run:
        return train(self._task, self._recipe, self._brief.seed, self._brief.device, observer)

    def _afresh(self) -> Setup:
        return Setup(self._task, self._recipe, self._brief.seed, self._brief.device)

    def _look(self, look: Callable[[Setup], Any]) -> Any:
        return self._afresh().looked_at(look)

    def _data(self, _: int) -> tuple[Split, Split]:
        # A copy, as every run of a task draws its own: a set-up, or a tool, may well change it in place.
        return own(self._brief.available), own(self._brief.deployed)


def _imported(source: str, path: Path) -> Recipe:
    """Import a set-up from a file, so that ``inspect`` and tracebacks find its code."""
    path.write_text(source, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    recipe: Recipe = module.recipe
    return recipe


def unobserved(case: Case) -> Run:
    """Train as a case's set-up does, with no one looking, and without its being counted as the tool's."""
    return case._run(Observer())


class _Logbook:
    """Writes down what a training script would log."""

    def __init__(self) -> None:
        self.rows: list[dict[str, float]] = []

    def start(self, model: nn.Module, optimizer: Optimizer, _: Loss) -> None:
        self.model, self.optimizer = model, optimizer

    def step(self, made: Step) -> None:
        rate = self.optimizer.param_groups[0]["lr"]
        self.rows.append(dict(zip(EACH_STEP, (made.number, made.epoch, made.loss, rate), strict=True)))

    def epoch(self, _: int, state: Epoch) -> None:
        gradients = [p.grad.norm() for p in self.model.parameters() if p.grad is not None]
        norm = torch.stack(gradients).norm().item() if gradients else math.nan
        values = (norm, state.scores.training, state.scores.reported, state.validation_loss)
        self.rows[-1] |= dict(zip(EACH_EPOCH, values, strict=True))
