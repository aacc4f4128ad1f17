"""A recipe: every choice that a practitioner makes, as one frozen object whose fields are factories."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any, Literal

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler
from torch.utils.data import DataLoader

from trainwreck.errors import require
from trainwreck.training.preparation import Prepared, plain
from trainwreck.training.split import Split, batches
from trainwreck.training.stopping import Stopping

Loss = Callable[[Tensor, Tensor], Tensor]


def step(model: nn.Module, loss: Loss, optimizer: Optimizer, inputs: Tensor, targets: Tensor) -> Tensor:
    """Make one update, the textbook way, and return the loss before it."""
    if not model.training:  # setting it anew walks through all modules, at every step
        model.train()
    optimizer.zero_grad()
    value = loss(model(inputs), targets)
    value.backward()
    optimizer.step()
    return value


@torch.no_grad()
def predict(model: nn.Module, inputs: Tensor) -> Tensor:
    """Return the model's outputs for ``inputs``, with dropout asleep and batch statistics frozen.

    >>> predict(nn.Sequential(nn.Dropout(0.9), nn.Flatten()), torch.ones(1, 3))
    tensor([[1., 1., 1.]])
    """
    model.eval()
    outputs: Tensor = model(inputs)
    return outputs


@dataclass(frozen=True, kw_only=True, eq=False)
class Recipe:
    """How to train. Nothing is built until a run begins, so that every seed starts afresh.

    The fields stand in the order in which a training script makes use of them, and are written in it everywhere.
    ``epochs`` is the most that a run may take; ``stop`` may end it earlier.

    >>> from functools import partial
    >>> import trainwreck as tw
    >>> sgd = partial(torch.optim.SGD, lr=0.1)
    >>> recipe = Recipe(model=partial(tw.mlp, 784, 64, 10), loss=nn.CrossEntropyLoss(), optimizer=sgd, epochs=8)
    >>> recipe.model()[1].weight.shape
    torch.Size([64, 784])
    """

    prepare: Callable[[Split], Prepared] = plain
    loader: Callable[[Split], DataLoader[Any]] = batches
    model: Callable[[], nn.Module]
    loss: Loss
    optimizer: Callable[[Iterable[nn.Parameter]], Optimizer]
    schedule: Callable[[Optimizer], LRScheduler] | None = None
    schedule_per: Literal["epoch", "batch"] = "epoch"
    step: Callable[[nn.Module, Loss, Optimizer, Tensor, Tensor], Tensor] = step
    predict: Callable[[nn.Module, Tensor], Tensor] = predict
    epochs: int
    stop: Callable[[], Stopping] | None = None

    def __post_init__(self) -> None:
        called = "a function or a class, to be called in a run"
        factory = "a function that makes the model when a run begins, such as partial(mlp, 784, 64, 10)"
        require(self, "model", callable(self.model) and not isinstance(self.model, nn.Module), factory)
        for name in ("loss", "optimizer", "prepare", "loader", "step", "predict"):
            require(self, name, callable(getattr(self, name)), called)
        for name in ("schedule", "stop"):
            value = getattr(self, name)
            require(self, name, value is None or callable(value), f"{called}, or None")
        require(self, "epochs", isinstance(self.epochs, int) and self.epochs >= 1, "a whole number, 1 or more")
        require(self, "schedule_per", self.schedule_per in ("epoch", "batch"), '"epoch" or "batch"')


FIELDS = frozenset(field.name for field in fields(Recipe))


def delta(broken: Recipe, fixed: Recipe) -> dict[str, tuple[Any, Any]]:
    """Return the fields in which two recipes differ, each with its old and its new value.

    Fields are compared by identity: two equal-looking partials are never ``==``, while
    ``dataclasses.replace`` keeps the fields that it does not touch as the same objects.
    """
    pairs = {name: (getattr(broken, name), getattr(fixed, name)) for name in sorted(FIELDS)}
    return {name: (old, new) for name, (old, new) in pairs.items() if old is not new}
