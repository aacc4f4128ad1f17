"""Make the iterator once an epoch.

## Why it failed

A DataLoader is not an iterator, it makes one. `iter(loader)` starts a new pass over the data, `next()` takes a batch
from it. `next(iter(loader))` does both, takes the first batch, and throws the pass away with the other 59. With
`shuffle=False` the first batch is the same eight images each time:

    it = iter(loader);  next(it), next(it)            two batches
    next(iter(loader)), next(iter(loader))            the first batch, twice

Eight images hold eight digits at most. The network learns to answer with these, and pushes the other outputs down in
each of the 300 steps. The loss is that of the eight images, so it looks splendid.

## Why this helps

The `for` loop calls `iter()` once and `next()` until the epoch is over: each image is seen once. The score is 0.92 to
0.96. Where a run is counted in steps and not in epochs, keep one iterator, and renew it when it raises StopIteration.

## What it costs

Nothing; it even saves time, since a new iterator costs more than a batch (with worker processes, seconds). Before
real training the slip is a good test, on purpose: a network that cannot learn a single batch by heart has a bug.

## How to check

    print([targets.tolist() for _, (_, targets) in zip(range(3), loader)])  # three batches, with different labels?

## When it is not the cause

If the loss is as low on the whole training set, the batches do change, and the network has learned them all by heart:
`tiny_dataset`, `too_many_epochs`. If the labels in a batch are all alike, the data are sorted (`unshuffled_batches`).
If the missing classes are rare in the data, see `class_imbalance`. With `shuffle=True` the slip draws at random from
all images: an epoch then misses about a third of them, and little else happens.

## References

- PyTorch, torch.utils.data: https://pytorch.org/docs/stable/data.html
- A. Karpathy, A recipe for training neural networks, 2019 (overfit one batch):
  https://karpathy.github.io/2019/04/25/recipe/
- PyTorch, Training a classifier (the usual loop, with batches of four):
  https://pytorch.org/tutorials/beginner/blitz/cifar10_tutorial.html
"""

from dataclasses import replace

from scenarios.loop.repeated_batch import Batches, broken


class AllBatches(Batches):
    def __iter__(self):
        yield from self.loader  # one iterator for the whole epoch, so each batch comes once


every_batch = replace(broken, batches=AllBatches)
