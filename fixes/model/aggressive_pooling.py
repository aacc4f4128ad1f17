"""Keep a grid of places.

## Why it failed

The convolution gives 16 maps of 14 × 14 values: how strongly each filter responds, and where. `AdaptiveAvgPool2d(1)`
replaces each map by its mean, so 3,136 numbers become 16. A filter for horizontal strokes can still say how much of
them there is, not whether the stroke lies at the top (7) or at the bottom (2). A 6 turned upside down is a 9: the
strokes are nearly the same, their places decide. The classifier sees about how much ink there is, and in what
directions, and that differs more between two writers than between two digits.

## Why this helps

`AdaptiveAvgPool2d(7)` takes the mean over fields of 2 × 2 and keeps the 7 × 7 grid. The linear layer behind it has a
weight for each filter at each place, 784 per class. The network names nine digits in ten after the same 65 steps. A
grid of 4 × 4 scored lower here, 0.86 to 0.89: the finer the detail that decides, the finer the grid.

## What it costs

7,850 weights behind the pooling instead of 170, a fixed number of places, and less tolerance for a digit that is
shifted. Global pooling is right where the place must not matter (textures, one object anywhere in the picture), and
in networks so deep that each value before the pooling has already seen the whole arrangement, as in ResNet.

## How to check

    print(model[:2](x).numel() / model[:3](x).numel())  # 196 here: how many numbers the pooling makes into one

## When it is not the cause

If the output changes a great deal when patches are shuffled, position does get through: look for too few filters
(`too_small_model`), or a reshape that scrambles it (`view_for_permute`). If flips and rotations were added to the
training images, it is they that make places useless. The same loss of order over time
instead of space is `order_blind_model`.

## References

- M. Lin, Q. Chen, S. Yan, Network in network, 2013, arXiv:1312.4400 (global average pooling, and what it is for)
- W. Brendel, M. Bethge, Approximating CNNs with bag-of-local-features models works surprisingly well on ImageNet,
  2019, arXiv:1904.00760 (how far strokes without places go on photographs)
- PyTorch, torch.nn.AdaptiveAvgPool2d: https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html
"""

from dataclasses import replace

from torch import nn

from scenarios.model.aggressive_pooling import broken


def convnet(channels=16, classes=10):
    return nn.Sequential(
        nn.Conv2d(1, channels, kernel_size=5, stride=2, padding=2),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(7),  # the mean over 2 × 2 fields, each in its place
        nn.Flatten(),
        nn.Linear(channels * 7 * 7, classes),
    )


kept_grid = replace(broken, model=convnet)
