"""Add the block's input to its output.

## Why it failed

Every layer passes on less than it received. PyTorch draws the weights of `nn.Linear(n, n)` with a variance of 1/(3n),
and ReLU throws half of the signal's power away, so what varies from image to image shrinks about by √(1/6) = 0.4 a
layer. Over twenty layers that makes 0.4²⁰ ≈ 10⁻⁸: the last layer sees the same numbers for every image, namely the
biases. The gradients shrink by the same factor on their way back. ReLU does not saturate as a sigmoid does, and the
product of many small factors is small all the same.

More depth should never hurt, since added layers could learn the identity. In practice a stack of ReLU layers does not
find it. He et al. saw a plain network of 56 layers train worse than one of 20, even with batch normalisation.

## Why this helps

A block now computes x + f(x). Its derivative is 1 + f′(x): the 1 carries image and gradient through unharmed, however
small f is at first. With f near zero the network starts as a shallow one, and each block learns what to add. The loss
falls to 0.1, and the network names 95 digits in a hundred.

## What it costs

One addition a block, no parameters. Input and output must have the same shape, or the shortcut needs a projection.
The sums grow with depth, which is why very deep residual networks add normalisation.

## How to check

    print([f"{p.grad.norm():.0e}" for p in model.parameters() if p.ndim > 1])  # first layers far below the last?

## When it is not the cause

Deep stacks of sigmoids lose their gradients by saturation too (`vanishing_gradients`), weights drawn too small do it
with three layers (`small_initialization`), units that never fire pass nothing on (`dying_relu`). If a network of two
layers stalls as well, depth is innocent: look at `misaligned_labels` or `low_learning_rate`.

## References

- K. He, X. Zhang, S. Ren, J. Sun, Deep residual learning for image recognition, 2015, arXiv:1512.03385
- K. He et al., Identity mappings in deep residual networks, 2016, arXiv:1603.05027 (activations before the layers)
- K. He et al., Delving deep into rectifiers, 2015, arXiv:1502.01852 (the factors, and how to draw the weights)
"""

from dataclasses import replace

from torch import nn

from scenarios.model.degraded_depth import broken


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.linear1 = nn.Linear(width, width)
        self.linear2 = nn.Linear(width, width)

    def forward(self, inputs):
        hidden = self.linear1(inputs.relu())
        return inputs + self.linear2(hidden.relu())  # the sum keeps what came in, and passes the gradient back


def deep_network(width=64, depth=10):
    blocks = [Block(width) for _ in range(depth)]
    return nn.Sequential(nn.Flatten(), nn.Linear(784, width), *blocks, nn.ReLU(), nn.Linear(width, 10))


residual_connections = replace(broken, model=deep_network)
