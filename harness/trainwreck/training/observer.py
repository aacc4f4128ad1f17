"""Watching a training: what an observer is told, and when."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn
from torch.optim import Optimizer

from trainwreck.training.run import Epoch


@dataclass(frozen=True)
class Step:
    """One update that has just been made.

    ``number``  counted from 0 through the whole run, ``epoch`` from 0.
    ``loss``    of the batch, before the update; the one that is not finite is the last.
    ``inputs``, ``targets``  the batch.
    """

    number: int
    epoch: int
    loss: float
    inputs: Tensor
    targets: Tensor


def nothing(*_: Any) -> None:
    """Take no notice."""


@dataclass(frozen=True, kw_only=True)
class Observer:
    """What to call in the course of a training; whatever is left out is not called for.

    ``start``  before the first step, with the live model, optimizer and loss: the place to attach hooks.
    ``step``   after each update. Gradients are still there unless the recipe has cleared them.
    ``epoch``  after each completed epoch, with its number from 0 and its scores.
    ``end``    after the last step, with the model that came out.

    An observer must not change the run: whatever draws random numbers belongs into ``torch.random.fork_rng``.

    >>> import trainwreck as tw
    >>> losses = []
    >>> pair = tw.load("broadcast_targets")
    >>> run = tw.train(pair.task, pair.broken, seed=0, observer=Observer(step=lambda step: losses.append(step.loss)))
    >>> tuple(losses) == run.losses
    True
    """

    start: Callable[[nn.Module, Optimizer, Callable[[Tensor, Tensor], Tensor]], None] = nothing
    step: Callable[[Step], None] = nothing
    epoch: Callable[[int, Epoch], None] = nothing
    end: Callable[[nn.Module], None] = nothing
