"""Shuffle the samples.

## Why it failed

The images are sorted by class, and the DataLoader hands them on in that order: 12 batches of zeros, then 12 of ones,
and so on. Stochastic gradient descent rests on each batch being a small sample of *all* the data, so that its
gradient is right on average. Here it is the gradient of another task, "always say 3". The quickest way down is to
raise the output of that class and lower all others, whatever the image looks like. The loss goes to zero in a few
steps, the next class comes as a surprise, and what was learned for the ones before is overwritten. This is
catastrophic forgetting, and what is left is the end of the list: nines.

## Why this helps

`shuffle=True` draws a new random order in every epoch. A batch of 8 then holds 5 to 6 classes, its gradient
points where the whole training part would, and the noise in it averages out: the score ends at 0.92 to 0.97.

The validation and test parts need no shuffling: their scores do not depend on the order. Nor was sorting to split the
classes evenly a mistake; `train_test_split(stratify=labels)` does the same in one line, and shuffles as well.

## What it costs

Random access. For files on a slow disc or a network, shuffle the list of files once and keep a buffer of a few
thousand samples to draw from. For time series, shuffle windows, and still split by time.

## How to check

    print([targets.unique().numel() for _, targets in loader][:10])  # all 1: sorted by class

## When it is not the cause

Data that come in a random order need no further shuffling: see the control `unshuffled_already_random`. If the labels
in a batch are mixed and the loss still swings, the steps are too large (`high_learning_rate`,
`single_sample_batches`, `constant_learning_rate`) or the momentum is (`excessive_momentum`). One batch that comes
again and again is `repeated_batch`.

## References

- Y. Bengio, Practical recommendations for gradient-based training of deep architectures, 2012, arXiv:1206.5533
- M. McCloskey, N. Cohen, Catastrophic interference in connectionist networks, 1989, doi:10.1016/S0079-7421(08)60536-8
- PyTorch, torch.utils.data.DataLoader: https://pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader
"""

from dataclasses import replace
from functools import partial

from harness.split import batches
from scenarios.data.unshuffled_batches import broken

# a new random order in every epoch: each batch is a small sample of all classes
shuffled_batches = replace(broken, batches=partial(batches, batch_size=8, shuffle=True))
