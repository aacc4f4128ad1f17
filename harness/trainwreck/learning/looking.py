"""Ask a check about somebody's script: it is shown what a check is shown of a recipe, at the same moments.

The script must call things as it did when it was handed out. What it does not show in this form is not guessed.
"""

import ast
import copy
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from torch import Tensor, nn

from trainwreck.learning.parts import Parts, Untold
from trainwreck.learning.running import Data, Failed, Names, Ran, execute, started
from trainwreck.pairs.checks import Check, read
from trainwreck.training.loop import CPU
from trainwreck.training.preparation import Prepared
from trainwreck.training.run import Reading
from trainwreck.training.setup import Log, Setup, Start, own
from trainwreck.training.split import Split
from trainwreck.training.streams import Stream, isolated, reseed


def look(check: Check, text: str, path: Path, data: Data, run: Ran) -> Reading | None:
    """Return what a check reads of a script that has run; Untold if the script does not show what it asks for."""
    script = ScriptSetup(Parts.of(text, str(path)), path, data, run)
    try:
        return read(check, cast(Setup, script))  # of which it has all that a check may look at
    except Failed as error:
        raise Untold(f"a part of it does not run by itself: {str(error).splitlines()[-1]}") from error
    except (KeyError, AttributeError) as error:
        raise Untold(f"{error} is not there under this name") from error


@dataclass(frozen=True)
class Choices:
    """What a check may ask of a recipe."""

    epochs: int
    stop: Callable[[], Any] | None
    predict: Callable[[nn.Module, Tensor], Tensor]


@dataclass(frozen=True)
class Sets:
    """The prepared parts."""

    train: Split
    validation: Split


class ScriptSetup:
    """A script at the moments at which one can look at a set-up."""

    device = CPU

    def __init__(self, parts: Parts, path: Path, data: Data, run: Ran) -> None:
        self.parts, self.path, self.data, self.run = parts, path, data, run

    @cached_property
    def _names(self) -> Names:
        return started(self.parts, self.path, self.data)

    @property
    def raw(self) -> Split:
        """What the practitioner was given."""
        return own(self.data.available)

    @property
    def new(self) -> Tensor:
        """Inputs as the model will meet them in use."""
        return self.data.held_back.inputs.clone()

    @property
    def exam(self) -> Sets:
        """The prepared parts."""
        return Sets(*_sets(self._names))

    def prepared(self, raw: Split) -> Prepared:
        """Prepare data as the script does."""
        names = started(self.parts, self.path, Data(raw, self.data.held_back, self.data.seed))
        execute(ast.Module(self.parts.definitions, []), self.path, names)
        _, inputs, new = self.parts.asked()
        code = compile(ast.Expression(inputs), str(self.path), "eval")

        def transform(inputs: Tensor) -> Tensor:
            made: Tensor = eval(code, {**names, new: inputs})
            return made

        train, validation = _sets(names)
        return Prepared(train=train, validation=validation, transform=transform)

    @cached_property
    def recipe(self) -> Choices:
        """What there is to know of the script's choices."""
        predict, _, _ = self.parts.asked()
        epochs = eval(compile(ast.Expression(self.parts.epochs.iter), str(self.path), "eval"), self._names)
        stopping = self._names.get("stopping")
        stop = (lambda: copy.deepcopy(stopping)) if stopping else None
        return Choices(len(epochs), stop, self._names[predict])

    @property
    def log(self) -> Log:
        """What was seen of the run."""
        seen = self.run.log
        epochs = {len(seen.training), len(seen.validation), len(seen.validation_losses)}
        if len(epochs) > 1 or not seen.training or len(seen.rates) != len(self.run.losses):
            raise Untold("its log has not the scores and the validation loss of each epoch")
        return Log(self._losses, seen.rates, seen.training, seen.validation, seen.validation_losses)

    @property
    def _losses(self) -> list[float]:
        """The losses up to the first that is not finite, as a run ends there."""
        bad = next((n for n, loss in enumerate(self.run.losses) if not math.isfinite(loss)), len(self.run.losses))
        return self.run.losses[: bad + 1]

    @property
    def trained(self) -> nn.Module:
        """The model that came out, a copy."""
        model: nn.Module = copy.deepcopy(self.run.names["model"])
        return model

    def start(self) -> Start:
        """Return a model as it is before training, and the first batch that it would meet."""
        names = started(self.parts, self.path, self.data)
        self._begun = names
        self._begin(names)
        inputs, targets = next(iter(names["train_loader"]))
        reseed(self.data.seed, Stream.LOOP, 0)
        schedule = names.get("scheduler")
        loss, optimizer, loader = names[self.parts.loss], names["optimizer"], names["train_loader"]
        return Start(names["model"], loss, optimizer, schedule, loader, inputs, targets)

    def _begin(self, names: Names) -> None:
        """Run what is done in the first epoch before its batches come."""
        names |= dict.fromkeys(_targets(self.parts.epochs), 0)
        execute(ast.Module(self.parts.each_epoch, []), self.path, names)

    def update(self, start: Start, inputs: Tensor, targets: Tensor) -> float:
        """Make one update as the script does; return the loss before it."""
        given = _targets(self.parts.batches)
        if len(given) != 2:
            raise Untold("its loop over batches is not one over `inputs, targets`")
        self._begun |= dict(zip(given, (inputs, targets), strict=True))
        execute(ast.Module([*self.parts.mode, *self.parts.each_batch], []), self.path, self._begun)
        loss: float = self._begun["losses"][-1]
        return loss

    def looked_at(self, look: Callable[["ScriptSetup"], Any]) -> Any:
        """Return what a look at the script returns; random state is left as it was."""
        with isolated(CPU):
            return look(self)


def _sets(names: Names) -> tuple[Split, Split]:
    train, validation = ((names[f"X_{part}"], names[f"y_{part}"]) for part in ("train", "val"))
    return Split(*train), Split(*validation)


def _targets(loop: ast.For) -> list[str]:
    return [node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)]
