"""Show the network more than the 64 images, or stop it from learning them by heart.

## Why it failed

The network has 43,000 weights, 670 for each training image: enough to give every one of them a corner of its own.
Once all 64 are named right, the loss can still fall, and does so by making the weights larger: with logits multiplied
by c > 1, each right answer comes nearer to probability 1. That happens on new images too, where most answers are
wrong. A wrong answer given with probability p costs −ln(1 − p), which grows without bound as p goes to 1. So the
validation loss rises while the training loss goes to zero.

## Why this helps

- `augmentation`: each step sees the images turned, shifted and freshly grained, so there is nothing to learn by heart
  but what stays the same: the shape. By far the best here, 0.64 to 0.71, because it brings knowledge in from outside: a
  turned 4 is still a 4. The first choice wherever such changes are known.
- `decay_and_dropout`: decay pulls the weights back each step, dropout hides half of the units; neither lets the network
  be sure by way of a few large weights. 0.60 to 0.64. AdamW takes off rate × decay = 10 % a step; the value of 10 is
  high because there are only 28 steps. In long runs 0.01 to 0.1 is usual.
- `early_stopping`: keeps the weights of the epoch with the best validation loss, here the third or fourth of 14. 0.59
  to 0.65. Free, and worth having with either of the others, but it only avoids harm and adds nothing.

## What it costs

Augmentation: the time for the changes, and the thought which of them keep the label: a 6 on its head is a 9. Decay
and dropout: two numbers to tune, and more steps. Early stopping: labelled images that are held out for validation.

## How to check

    print(validation_losses.index(min(validation_losses)), len(validation_losses))  # far apart: it has overfitted

## When it is not the cause

With plenty of data, the same picture comes from wrong labels, which can only be learned by heart (`label_noise`), or
from one batch that is shown again and again (`repeated_batch`). If training and validation loss part while both scores
stay equal, the network is merely too sure; then temperature scaling is enough.

## References

- C. Guo et al., On calibration of modern neural networks, 2017, arXiv:1706.04599
- N. Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, 2014,
  https://jmlr.org/papers/v15/srivastava14a.html
- I. Loshchilov and F. Hutter, Decoupled weight decay regularization, 2017, arXiv:1711.05101
- PyTorch, affine_grid: https://pytorch.org/docs/stable/generated/torch.nn.functional.affine_grid.html
"""

from dataclasses import replace
from functools import partial

import torch
import torch.nn.functional as F
from torch.optim import AdamW

from harness.models import mlp
from harness.stopping import EarlyStopping
from scenarios.data.tiny_dataset import broken


def moved(images):
    """Turn and shift every image (n, 1, 14, 14) at random, by up to 0.2 radians and 1 pixel, and add fresh grain."""
    angles = 0.2 * (2 * torch.rand(len(images)) - 1)
    shifts = 0.15 * (2 * torch.rand(len(images), 2, 1) - 1)
    turns = torch.stack([angles.cos(), -angles.sin(), angles.sin(), angles.cos()], dim=1).view(-1, 2, 2)
    grid = F.affine_grid(torch.cat([turns, shifts], dim=2).to(images), images.shape, align_corners=False)
    return F.grid_sample(images, grid, align_corners=False) + 0.7 * torch.randn_like(images)


def augmented_step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    value = loss(model(moved(inputs)), targets)  # no image is ever seen twice
    value.backward()
    optimizer.step()
    return value


augmentation = replace(broken, step=augmented_step)
decay_and_dropout = replace(
    broken,
    model=partial(mlp, 196, 128, 128, 10, dropout=0.5),  # no unit can rely on another
    optimizer=partial(AdamW, lr=0.01, weight_decay=10.0),  # large, because the run is short: 28 steps
)
early_stopping = replace(broken, stop=partial(EarlyStopping, patience=3))  # back to the best validation loss
