"""What may end a training before its last epoch, and choose the weights that it ends with."""

import copy
import math
from typing import Any, Protocol

from torch import nn


class Stopping(Protocol):
    """What a recipe's ``stop`` makes, afresh for each run."""

    def should_stop(self, model: nn.Module, validation_loss: float) -> bool:
        """Take note of an epoch's end; say whether the training ends there."""

    def restore(self, model: nn.Module) -> None:
        """Give the model, once the training has ended, the weights that are to be used."""


class EarlyStopping:
    """Stop after ``patience`` epochs without a new best validation loss, and go back to the best weights.

    >>> stopping, model = EarlyStopping(patience=2), nn.Linear(1, 1)
    >>> [stopping.should_stop(model, loss) for loss in (0.9, 0.5, 0.6, 0.7)]
    [False, False, False, True]
    """

    def __init__(self, patience: int) -> None:
        self.patience = patience
        self.best = math.inf
        self.weights: dict[str, Any] | None = None
        self.epochs_since_best = 0

    def should_stop(self, model: nn.Module, validation_loss: float) -> bool:
        """Take note of an epoch's validation loss; say whether it is time to stop."""
        if validation_loss < self.best:
            self.best = validation_loss
            self.weights = copy.deepcopy(model.state_dict())  # a copy: state_dict() alone would go on changing
            self.epochs_since_best = 0
        else:
            self.epochs_since_best += 1
        return self.epochs_since_best >= self.patience

    def restore(self, model: nn.Module) -> None:
        """Give the model the weights of its best epoch."""
        if self.weights is not None:
            model.load_state_dict(self.weights)
