"""A set of samples that PyTorch's DataLoader can read a whole batch at a time."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset


@dataclass(frozen=True, eq=False)
class Split(Dataset[tuple[Tensor, Tensor]]):
    """Samples with their targets.

    ``inputs``  (n, …), one row a sample.
    ``targets`` (n, …), class numbers as int64 or values as float32.
    ``groups``  (n,) int64: which samples come from one source (one patient, one photograph), if that is known.

    >>> split = Split(torch.arange(6.0), torch.tensor([0, 1, 0, 1, 0, 1]))
    >>> split.take([5, 0]).inputs
    tensor([5., 0.])
    """

    inputs: Tensor
    targets: Tensor
    groups: Tensor | None = None

    def __len__(self) -> int:
        return len(self.inputs)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        return self.inputs[index], self.targets[index]

    def __getitems__(self, indices: list[int]) -> tuple[Tensor, Tensor]:
        # DataLoader calls this, when there is one, with all the indices of a batch: one copy instead of 64.
        # By way of NumPy, which reads a list of integers three times as fast.
        rows = torch.from_numpy(np.array(indices, dtype=np.int64)).to(self.inputs.device)
        return self.inputs.index_select(0, rows), self.targets.index_select(0, rows)

    def take(self, rows: Any) -> "Split":
        """Return the samples at ``rows``: a slice, or a sequence, array or tensor of indices or of booleans."""
        rows = rows if isinstance(rows, slice) else torch.as_tensor(rows)
        groups = None if self.groups is None else self.groups[rows]
        return Split(self.inputs[rows], self.targets[rows], groups)

    def cut(self, at: int) -> "tuple[Split, Split]":
        """Return the first ``at`` samples, and the others."""
        return self.take(slice(at)), self.take(slice(at, None))

    def to(self, device: torch.device) -> "Split":
        """Return the same samples on another device."""
        return replace(self, inputs=self.inputs.to(device), targets=self.targets.to(device))


def whole_batch(batch: Any) -> Any:
    """Collate what ``Split.__getitems__`` has already put together: nothing is left to do."""
    return batch


def batches(split: Split, batch_size: int = 64, shuffle: bool = True, **options: Any) -> DataLoader[Any]:
    """Return PyTorch's DataLoader over a split; ``options`` are the DataLoader's own (``sampler``, …).

    >>> loader = batches(Split(torch.arange(6.0), torch.arange(6)), batch_size=4, shuffle=False)
    >>> [targets.tolist() for _, targets in loader]
    [[0, 1, 2, 3], [4, 5]]
    """
    return DataLoader(split, batch_size=batch_size, shuffle=shuffle, collate_fn=whole_batch, **options)
