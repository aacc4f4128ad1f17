"""Two weights in three get a gradient of exactly zero, on purpose.

Of the network's 52 parameter tensors 32 have no gradient in the first step but zeros: all of the eight blocks' layers,
in the middle of the network, except for one scale and one shift each. Yet the loss falls from ln 10 = 2.3 to a few
hundredths.

What sets it apart from `vanishing_gradients`: the zeros last for one step. Each block adds to its input what its branch
makes of it, and the last scale of the branch begins at zero, so that a network of sixteen layers begins as one of two.
The gradient of that scale is not zero; once it has moved, the layers before it learn as well. This is torchvision's
`zero_init_residual` for its residual networks. (P. Goyal et al., Accurate, large minibatch SGD, 2017,
https://arxiv.org/abs/1706.02677.)
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Control, Recipe
from trainwreck.tasks import digits


class Block(nn.Module):
    """Adds to its input what two layers make of it; the last scale is zero, so that at first this is nothing."""

    def __init__(self, width):
        super().__init__()
        self.branch = nn.Sequential(
            nn.Linear(width, width, bias=False),
            nn.BatchNorm1d(width),
            nn.ReLU(),
            nn.Linear(width, width, bias=False),
            nn.BatchNorm1d(width),
        )
        nn.init.zeros_(self.branch[-1].weight)

    def forward(self, features):  # (batch, width)
        return (features + self.branch(features)).relu()


def network(width=64, blocks=8):
    start = [nn.Flatten(), nn.Linear(784, width), nn.ReLU()]
    return nn.Sequential(*start, *(Block(width) for _ in range(blocks)), nn.Linear(width, 10))


control = Control(
    task=digits(),
    healthy=Recipe(
        model=network,
        loss=nn.CrossEntropyLoss(),
        optimizer=partial(Adam, lr=0.002),
        epochs=10,
    ),
    looks_like="vanishing_gradients",
)
