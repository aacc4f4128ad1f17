"""A catalogue in miniature, and hand-made runs, for the tests of the harness."""

import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from textwrap import dedent

import pytest

from trainwreck import cli
from trainwreck.pairs.entries import Catalogue
from trainwreck.training.run import Run, Scores

pytest_plugins = ["pytester"]

# A shell has what it runs in the background ignore interrupts, and nohup the end of the terminal; every process that a
# test starts would inherit it.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):  # Windows has none
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

LESSON = """# Take steps of a sensible size.

## Why it failed

The steps were too small to get anywhere.

## Why this helps

Larger steps get there.

## What it costs

Nothing.

## How to check

```python
print(optimizer.param_groups[0]["lr"])
```

## When it is not the cause

When the loss falls.

## References

- Robbins and Monro, A Stochastic Approximation Method, 1951.
"""

SCENARIO = '''"""A loss that stands still.

The loss ends where it began, at about 1.4, whatever the number of epochs, and the accuracy stays where chance
would put it, at about one in four, on the training part as on others.
"""

from functools import partial

import torch
from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Split, Symptom, Task, accuracy, batches, mlp
from trainwreck.tasks.standards import boosting


def quadrants(seed):
    inputs = torch.randn(600, 2, generator=torch.Generator().manual_seed(seed))
    everything = Split(inputs, (inputs[:, 0] > 0).long() + 2 * (inputs[:, 1] > 0).long())
    return everything.take(slice(400)), everything.take(slice(400, None))


broken = Recipe(
    loader=partial(batches, batch_size=300),
    model=partial(mlp, 2, 4),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=1e-9),
    epochs=20,
)

scenario = Scenario(
    task=Task(data=quadrants, score=accuracy, goal=0.9, standard=boosting),
    broken=broken,
    symptom=Symptom.STALLS,
    severities="A step is small or it is not.",
    touches={"optimizer"},
    hints=("How far does a step go?", "What is 1e-9 times a gradient?"),
    also_accepted={},
)
'''

FIX = """from dataclasses import replace
from functools import partial

from torch.optim import SGD

from {package}.scenarios.toy.{name} import broken

larger_steps = replace(broken, optimizer=partial(SGD, lr=10.0))
"""

_count = count()


class Toy:
    """A catalogue on disk that a test fills, and spoils, as it likes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.package = f"toy{next(_count)}"  # of its own, because Python imports a package of one name once a process
        for top in ("scenarios", "fixes"):
            (root / top / "toy").mkdir(parents=True)
        (root / "trainwreck.toml").write_text(f'package = "{self.package}"\n')

    @property
    def catalogue(self) -> Catalogue:
        return Catalogue(self.root)

    def add(self, name: str, scenario: str = SCENARIO, fix: str | None = FIX, lesson: str = LESSON) -> None:
        (self.root / "scenarios" / "toy" / f"{name}.py").write_text(dedent(scenario))
        if fix is not None:
            text = dedent(fix).replace("{package}", self.package).replace("{name}", name)
            (self.root / "fixes" / "toy" / f"{name}.py").write_text(text)
            (self.root / "fixes" / "toy" / f"{name}.md").write_text(lesson)

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        text = file.read_text()
        assert old in text, f"{old!r} is not in {path}"
        file.write_text(text.replace(old, new))
        self.forget()

    def forget(self) -> None:
        """Forget what was imported, as a new process would."""
        for name in [name for name in sys.modules if name.split(".")[0] == self.package]:
            del sys.modules[name]


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Toy:
    """An empty catalogue, in a package of its own."""
    # Python takes bytecode for fresh if the source has kept its size and second, as an edit in a test well may.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return Toy(tmp_path)


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


Command = Callable[..., Answer]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Call the command line in this process."""

    def call(*arguments: str) -> Answer:
        monkeypatch.setattr(sys, "argv", ["trainwreck", *arguments])
        with pytest.raises(SystemExit) as exit_:
            cli.main()
        printed = capsys.readouterr()
        code = exit_.value.code or 0
        assert isinstance(code, int)
        return Answer(code, printed.out, printed.err)

    return call


def make_run(
    losses: list[float],
    training: float = 1.0,
    reported: float = 1.0,
    true: float = 1.0,
    predicted: tuple[float, ...] = (1.0, 1.0),
    seed: int = 0,
) -> Run:
    """A run made by hand; all that is not given is healthy."""
    return Run(
        seed=seed,
        losses=tuple(losses),
        epochs=(),
        final=Scores(training, reported, true),
        predicted=predicted,
        seconds=0.0,
    )
