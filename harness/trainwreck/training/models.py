"""Small networks that more than one scenario needs."""

from itertools import pairwise

from torch import nn


def mlp(*sizes: int, activation: type[nn.Module] = nn.ReLU, dropout: float = 0.0) -> nn.Sequential:
    """Return a multi-layer perceptron; ``sizes`` are the widths from the (flattened) inputs to the outputs.

    >>> mlp(784, 64, 10)
    Sequential(
      (0): Flatten(start_dim=1, end_dim=-1)
      (1): Linear(in_features=784, out_features=64, bias=True)
      (2): ReLU()
      (3): Linear(in_features=64, out_features=10, bias=True)
    )
    """
    layers: list[nn.Module] = [nn.Flatten()]
    for wide, narrow in pairwise(sizes[:-1]):
        layers += [nn.Linear(wide, narrow), activation()]
        layers += [nn.Dropout(dropout)] if dropout else []
    return nn.Sequential(*layers, nn.Linear(sizes[-2], sizes[-1]))
