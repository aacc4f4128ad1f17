"""Keep the units where the ReLU has a slope.

## Why it failed

relu(z) = max(0, z) has the slope 0 for all z < 0. A unit that is below zero for every image puts out nothing, gets
no gradient, and therefore stays below zero: it is dead. Here the weights contribute −0.9 to +0.9 to z, with a
deviation of 0.24, and the bias takes off 2. The largest z over all units and 900 images is −1.1. All 64 units are
dead from the first step, and no optimizer can revive them: Adam rescales gradients, but not zeros. The output's
biases alone learn. In practice single units die during training, from a step that was too long; an unlucky bias
kills many at once. A bias of −2 is more than anyone needs; −1, set to make a layer sparse, is already enough on
most runs here.

## Why this helps

- `zero_biases`: z is then centred on 0, and a unit answers to about half of the images. It scores 0.91 to 0.95. It is
  the cure where the start is at fault.
- `leaky_relu`: below zero the slope is 0.01, so that a little of the gradient passes, and Adam makes a full
  step of it. It scores 0.92 to 0.96, with the same biases of −2. Take it when units die in the course of training.
  Without Adam it takes longer: SGD at 0.03 with momentum 0.9, and even a bias of −1, is still at 2.3 after 80 steps.

## What it costs

Zero biases cost nothing. With LeakyReLU no output is exactly zero, so nothing can be skipped, and one more choice
is to be made, the slope.

## How to check

    print((hidden_outputs > 0).any(dim=0).float().mean())  # share of units alive, over many samples; 0 here

## When it is not the cause

Living units and a flat loss: see `low_learning_rate` and `forgotten_parameters`. Units that were alive at the
start and are dead after a leap of the loss have been killed by the steps (`high_learning_rate`, `raw_pixels`). If z
is exactly 0 for all images, the weights are zero (`zero_initialization`).

## References

- A. Maas, A. Hannun, A. Ng, Rectifier nonlinearities improve neural network acoustic models, 2013,
  https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf (LeakyReLU)
- L. Lu, Y. Shin, Y. Su, G. Karniadakis, Dying ReLU and initialization, 2019, arXiv:1903.06733
- PyTorch, torch.nn.LeakyReLU: https://pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html
"""

from dataclasses import replace

from torch import nn

from scenarios.initialization.dying_relu import broken


def unbiased_network():
    hidden = nn.Linear(784, 64)
    nn.init.zeros_(hidden.bias)  # about half of the units answer to an image
    return nn.Sequential(nn.Flatten(), hidden, nn.ReLU(), nn.Linear(64, 10))


def leaky_network():
    hidden = nn.Linear(784, 64)
    nn.init.constant_(hidden.bias, -2.0)
    return nn.Sequential(nn.Flatten(), hidden, nn.LeakyReLU(), nn.Linear(64, 10))  # slope 0.01 below zero, not 0


zero_biases = replace(broken, model=unbiased_network)
leaky_relu = replace(broken, model=leaky_network)
