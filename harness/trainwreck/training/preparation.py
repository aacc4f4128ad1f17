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

    >>> train, validation = Split(torch.ones(4, 1), torch.ones(4)).cut(3)
    >>> Prepared(train=train, validation=validation).transform(torch.ones(1))
    tensor([1.])
    """

    train: Split
    validation: Split
    transform: Callable[[Tensor], Tensor] = unchanged
    restore: Callable[[Tensor], Tensor] = unchanged


def hold_out(raw: Split, fraction: float = 0.25, stratify: bool = False) -> tuple[Split, Split]:
    """Split at random into a training and a validation part; ``stratify`` keeps the classes' shares equal.

    >>> train, validation = hold_out(Split(torch.arange(8.0), torch.arange(8)))
    >>> len(train), len(validation)
    (6, 2)
    """
    from sklearn.model_selection import train_test_split  # here, because it takes half a second

    labels = raw.targets if stratify else None
    train, validation = train_test_split(np.arange(len(raw)), test_size=fraction, stratify=labels)
    return raw.take(train), raw.take(validation)


def hold_out_groups(raw: Split, fraction: float = 0.25) -> tuple[Split, Split]:
    """Split at random so that all samples of one source (``raw.groups``) land on the same side.

    >>> patients = torch.tensor([7, 7, 8, 8, 9, 9, 3, 3])
    >>> train, validation = hold_out_groups(Split(torch.arange(8.0), torch.arange(8), patients))
    >>> set(train.groups.tolist()) & set(validation.groups.tolist())
    set()
    """
    from sklearn.model_selection import GroupShuffleSplit

    splitter = GroupShuffleSplit(n_splits=1, test_size=fraction)
    train, validation = next(splitter.split(np.arange(len(raw)), groups=raw.groups))
    return raw.take(train), raw.take(validation)


def preprocess(train: Split, validation: Split, function: Callable[[Any], Any]) -> Prepared:
    """Apply one function to the inputs of both parts, and to all inputs to come.

    ``function`` takes and returns an array or tensor (n, …): a fitted scikit-learn transformer's ``transform``,
    for example.

    >>> train, validation = Split(torch.tensor([[2.0], [4.0]]), torch.tensor([0, 1])).cut(1)
    >>> prepared = preprocess(train, validation, lambda rows: rows / 2)
    >>> prepared.validation.inputs, prepared.transform(torch.tensor([[10.0]]))
    (tensor([[2.]]), tensor([[5.]]))
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
