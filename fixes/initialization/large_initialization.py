"""Draw weights in proportion to a layer's width.

## Why it failed

`nn.init.normal_` draws with a deviation of 1 unless told otherwise. A unit that adds up n products of independent
terms has Var(z) = n Var(w) E(x²). With Var(w) = 1 every hidden layer of 64 units makes the signal about
√(64/2) = 5.7 times as large, and the layers' outputs have deviations of 13, 77, 380 and 2,900. The scores of the ten
digits are thousands apart, so the network is sure and mostly wrong: a first loss in the thousands. The gradient grows
in the same way on its way back. Its norm is 1,300 to 1,600 in every layer, where 0.2 to 4 is healthy, and one step of
0.03 throws the weights far beyond anything that could be corrected.

## Why this helps

Both fixes choose Var(w) so that the signal keeps its size.

- `xavier`: Var(w) = 2 / (n_in + n_out), a compromise between the way forward and the way back, made for tanh and
  linear units. It scores 0.92 to 0.95.
- `he`: Var(w) = 2 / n_in. The 2 makes up for the half of the signal that ReLU and its relatives cut off. It scores
  0.93 to 0.96, and learns faster from the start. Take it for ReLU and LeakyReLU, and the more so the deeper the
  network is.

## What it costs

Nothing: one line a layer. PyTorch's own default, a uniform draw with Var(w) = 1 / (3 n_in), is safe for shallow
networks.

## How to check

    assert loss(model(inputs), targets) < 2 * math.log(10)  # before any update; log of the number of classes

## When it is not the cause

A first loss near 2.3 that explodes later comes from the steps (`high_learning_rate`, `excessive_momentum`). A large
first loss with healthy weights comes from the inputs: `raw_pixels`, `unnormalized_features`. In a recurrent network
the same growth happens over time, whatever the start: `exploding_gradients`.

## References

- X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010,
  https://proceedings.mlr.press/v9/glorot10a.html
- K. He, X. Zhang, S. Ren, J. Sun, Delving deep into rectifiers, 2015, arXiv:1502.01852
- PyTorch, torch.nn.init: https://pytorch.org/docs/stable/nn.init.html
"""

from dataclasses import replace

from torch import nn

from harness.models import mlp
from scenarios.initialization.large_initialization import broken


def xavier_network():
    model = mlp(784, 64, 64, 64, 10, activation=nn.LeakyReLU)
    for layer in model:
        if isinstance(layer, nn.Linear):
            nn.init.xavier_normal_(layer.weight)  # variance 2 / (inputs + outputs)
            nn.init.zeros_(layer.bias)
    return model


def he_network():
    model = mlp(784, 64, 64, 64, 10, activation=nn.LeakyReLU)
    for layer in model:
        if isinstance(layer, nn.Linear):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")  # variance 2 / inputs
            nn.init.zeros_(layer.bias)
    return model


xavier = replace(broken, model=xavier_network)
he = replace(broken, model=he_network)
