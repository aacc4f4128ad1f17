"""An examination before a training: of a model, a loss, an optimizer and loaders, on copies of them."""

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from trainwreck.errors import UserError
from trainwreck.examining.judging import report
from trainwreck.examining.loop import FEWEST, MOST, SAMPLES
from trainwreck.examining.manner import Manner
from trainwreck.examining.material import Batches, Material
from trainwreck.examining.observed import alike
from trainwreck.examining.report import Report
from trainwreck.training.split import Split
from trainwreck.training.streams import isolated

UNSEEN = "no training was seen: watch one"
Step = Callable[[nn.Module, Any, Optimizer, Tensor, Tensor], Any]


def examine(
    model: nn.Module,
    loss: Callable[[Any, Tensor], Tensor] | None,
    optimizer: Optimizer,
    train_loader: Iterable[Any],
    validation_loader: Iterable[Any] | None = None,
    *,
    step: Step | None = None,
    predict: Callable[[nn.Module, Tensor], Tensor] | None = None,
    schedule: Any = None,
    epochs: int | None = None,
    seconds: float = 60.0,
) -> Report:
    """Ask all checks about a training that is about to begin; everything is left as it is found.

    ``train_loader``, ``validation_loader``  yield batches of inputs and targets; of each some are taken, and the
                  validation part may be missing.
    ``loss``      a function of the model's outputs and the targets; None if the model computes it itself.
    ``step``      ``step(model, loss, optimizer, inputs, targets)`` makes an update as your loop does, and returns the
                  loss before it. Without it, faults that only a loop can have are not asked for.
    ``predict``   ``predict(model, inputs)`` as you do it when you evaluate.
    ``schedule``  of the learning rate, one of ``torch.optim.lr_scheduler``; ``epochs``: how many are planned.
    ``seconds``   how long the checks may take in all.

    The report has what is suspicious, what is quiet, and what could not be asked. Parts that are none are a UserError.

    >>> import torch
    >>> from torch import nn
    >>> from torch.utils.data import DataLoader, TensorDataset
    >>> model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))
    >>> loader = DataLoader(TensorDataset(torch.randn(64, 4), torch.arange(64) % 3), batch_size=16, shuffle=True)
    >>> optimizer = torch.optim.SGD(model[2].parameters(), lr=0.1)
    >>> [finding.name for finding in examine(model, nn.CrossEntropyLoss(), optimizer, loader).findings]
    ['forgotten_parameters']
    """
    _require_parts(model, optimizer)
    given = Given(model, loss, optimizer, schedule, step, predict)
    return report([_material(given, train_loader, validation_loader, epochs)], seconds=seconds)


@dataclass(frozen=True)
class Given:
    """What somebody trains with, as they pass it."""

    model: nn.Module
    loss: Callable[[Any, Tensor], Tensor] | None
    optimizer: Optimizer
    schedule: Any
    step: Step | None
    predict: Callable[[nn.Module, Tensor], Tensor] | None


def _material(given: Given, train_loader: Any, validation_loader: Any, epochs: int | None) -> Material:
    """Return copies of what was given, and why a word cannot be had."""
    without = _without(given)
    with isolated(_device(given.model)):
        parts = given.model, given.optimizer, given.loss, given.schedule
        copied = _copied(parts, without, ("model", "optimizer", "loss", "update"))
        batches = _batches(train_loader, without, ("inputs", "targets", "loader", "train"))
        judged = _batches(validation_loader, without, ("validation",)) if validation_loader is not None else []
    if not judged:
        without.setdefault("validation", "no validation loader was given")
    model, optimizer, loss, schedule = copied or (None, None, None, None)
    return Material(
        model=model,
        optimizer=optimizer,
        loss=loss,
        step=_number(given.step) if given.step else Manner().step,
        own_step=given.step is not None,
        predict=given.predict,
        batches=batches,
        validation=Split(*(torch.cat(part) for part in zip(*judged, strict=True))) if judged else None,
        schedule=schedule,
        epochs=epochs,
        without=without,
    )


def _without(given: Given) -> dict[str, str]:
    """Return why words cannot be had, of what is given or not given."""
    without = dict.fromkeys(("trained", "log"), UNSEEN)
    if given.optimizer.state:
        begun = "the training has begun: the optimizer has made steps"
        without |= dict.fromkeys(("model", "optimizer", "update"), begun)
    if given.loss is None:
        without |= dict.fromkeys(("loss", "update"), "no loss function was given")
    if given.predict is None:
        without["predict"] = "how you predict was not given: pass predict="
    return without


def _require_parts(model: object, optimizer: object) -> None:
    if not isinstance(model, nn.Module) or not isinstance(optimizer, Optimizer):
        raise UserError(
            "examine(model, loss, optimizer, train_loader) takes a module and an optimizer of PyTorch's, and got "
            f"{type(model).__name__} and {type(optimizer).__name__}. Put them in this order."
        )


def _device(model: nn.Module) -> torch.device:
    return next((p.device for p in model.parameters()), torch.device("cpu"))


def _copied(things: Any, without: dict[str, str], words: Iterable[str]) -> Any:
    try:
        return copy.deepcopy(things)
    except Exception as error:  # whatever somebody's object may raise that is not made for it
        why = f"it cannot be copied ({type(error).__name__}: {error})".splitlines()[0]
        without |= dict.fromkeys(words, why)
        return None


def _batches(loader: Iterable[Any], without: dict[str, str], words: Iterable[str]) -> Batches:
    """Return the first batches of a copy of a loader; if they cannot be had, note why."""
    if hasattr(loader, "__next__"):
        without |= dict.fromkeys(words, "the loader can be walked through only once")
        return []
    copied = _copied(loader, without, words)
    found: Batches = []
    for batch in islice(() if copied is None else copied, MOST):
        pair = isinstance(batch, tuple | list) and len(batch) == 2 and all(isinstance(one, Tensor) for one in batch)
        if not pair or not batch[0].ndim or not batch[1].ndim:
            form = type(batch).__name__
            without |= dict.fromkeys(words, f"a batch is no pair of inputs and targets, but a {form}: watch the loop")
            return []
        found.append((batch[0].clone(), batch[1].clone()))
        if len(found) >= FEWEST and sum(len(inputs) for inputs, _ in found) >= SAMPLES:
            break
    return alike(found)


def _number(step: Step) -> Callable[..., float]:
    def made(*args: Any) -> float:
        return float(step(*args))

    return made
