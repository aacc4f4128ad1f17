"""What a practitioner does between receiving data and training: hold some back, and preprocess.

Preprocessing is fitted on the training part alone, with scikit-learn's own transformers.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from trainwreck.training.split import Split


def unchanged(values: Tensor) -> Tensor:
    """Return what came in."""
    return values


@dataclass(frozen=True, kw_only=True, eq=False)
class Prepared:
    """What goes into training, and what must be done to inputs and outputs once the model is in use.

    ``transform`` is applied to new inputs before the model sees them; ``restore`` brings outputs (and prepared
    targets) back to the task's units.
    """

    train: Split
    validation: Split
    transform: Callable[[Tensor], Tensor] = unchanged
    restore: Callable[[Tensor], Tensor] = unchanged


def hold_out(raw: Split, fraction: float = 0.25, stratify: bool = False) -> tuple[Split, Split]:
    """Split at random into a training and a validation part; ``stratify`` keeps the classes' shares equal."""
    from sklearn.model_selection import train_test_split  # here, because it takes half a second

    labels = raw.targets if stratify else None
    train, validation = train_test_split(np.arange(len(raw)), test_size=fraction, stratify=labels)
    return raw.take(train), raw.take(validation)


def hold_out_groups(raw: Split, fraction: float = 0.25) -> tuple[Split, Split]:
    """Split at random so that all samples of one source (``raw.groups``) land on the same side."""
    from sklearn.model_selection import GroupShuffleSplit

    splitter = GroupShuffleSplit(n_splits=1, test_size=fraction)
    train, validation = next(splitter.split(np.arange(len(raw)), groups=raw.groups))
    return raw.take(train), raw.take(validation)


def preprocess(train: Split, validation: Split, function: Callable[[Any], Any]) -> Prepared:
    """Apply one function to the inputs of both parts, and to all inputs to come.

    ``function`` takes and returns an array or tensor (n, …): a fitted scikit-learn transformer's ``transform``,
    for example.
    """

    def transform(inputs: Tensor) -> Tensor:
        return torch.as_tensor(np.asarray(function(inputs)), dtype=torch.float32)

    return Prepared(
        train=replace(train, inputs=transform(train.inputs)),
        validation=replace(validation, inputs=transform(validation.inputs)),
        transform=transform,
    )


def plain(raw: Split) -> Prepared:
    """Hold a quarter out at random, and leave the inputs as they are."""
    train, validation = hold_out(raw)
    return Prepared(train=train, validation=validation)
