"""Shuffle inputs and labels together.

## Why it failed

`prepare` puts the images into a random order and leaves the labels in the old one. Row 17 then holds some image and
the label of another, and with ten classes nine labels in ten are wrong. There is nothing to learn: knowing the image
says nothing about its label. What remains is to learn by heart. A network with 784 · 128 + 128 · 10 = 102,000 weights
can do so with 600 images, because the grain makes each one recognisable, but it takes time, and what it has stored is
of no use for any other image. Nothing raises an error, because shapes and types are right.

## Why this helps

`shuffled_together` applies one permutation to both, so every label stays with its image. In the same twelve epochs
the loss falls to 0.005 to 0.016, and new images are named right 92 to 96 times in a hundred.

## What it costs

Nothing. Better still, keep a sample and its label in one object (a Dataset, a row of a DataFrame) for as long as
possible, and leave the order to the DataLoader's `shuffle=True`. Here that shuffles anyway.

## How to check

    for x, y in zip(inputs[:20], targets[:20]): plt.imshow(x[0], cmap="gray"); plt.title(int(y)); plt.show()

## When it is not the cause

If a network overfits but does better than guessing on new images, some labels are wrong (`label_noise`) or there are
too few images (`tiny_dataset`, `too_large_model`). If the training loss does not fall either, look for a network that
cannot learn (`order_blind_model`, `zero_initialization`, `detached_graph`). Other ways to part the two: file lists
that are sorted differently, a join on the wrong key, rows dropped from one table only.

## References

- C. Zhang et al., Understanding deep learning requires rethinking generalization, 2016, arXiv:1611.03530 (networks fit
  random labels, and take longer to)
- scikit-learn, sklearn.utils.shuffle: https://scikit-learn.org/stable/modules/generated/sklearn.utils.shuffle.html
- A. Karpathy, A recipe for training neural networks, 2019, https://karpathy.github.io/2019/04/25/recipe/
"""

from dataclasses import replace

import torch

from harness.preparation import Prepared, hold_out
from harness.split import Split
from scenarios.data.misaligned_labels import broken


def prepare_together(raw):
    train, validation = hold_out(raw)
    order = torch.randperm(len(train))
    # one order for both: each label stays with its image
    return Prepared(train=Split(train.inputs[order], train.targets[order]), validation=validation)


shuffled_together = replace(broken, prepare=prepare_together)
