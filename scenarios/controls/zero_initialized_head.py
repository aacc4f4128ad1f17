"""An output layer that begins at zero, on purpose.

Before the first update the network gives the same answer to every image, with a loss of ln 10 = 2.303 to the last
digit on every seed, and the hidden layer receives no gradient at all. Then the loss falls, to less than a tenth, and
more than nine in ten new images get the right answer.

What sets it apart from `zero_initialization`: only the last layer is zero. The layer before it has random weights, so
its units differ; the head's gradient is the product of their outputs and the errors, which is not zero and differs
from unit to unit. After one update the head is no longer zero, and from then on the layers below learn as well. Such
heads are usual where a new part should begin by changing nothing. (H. Zhang, Y. Dauphin, T. Ma, Fixup initialization,
2019, https://arxiv.org/abs/1901.09321.)
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Control, Recipe, mlp
from trainwreck.tasks import digits


def network():
    model = mlp(784, 128, 10)
    nn.init.zeros_(model[-1].weight)
    nn.init.zeros_(model[-1].bias)
    return model


control = Control(
    task=digits(),
    healthy=Recipe(
        model=network,
        loss=nn.CrossEntropyLoss(),
        optimizer=partial(Adam, lr=0.003),
        epochs=14,
    ),
    looks_like="zero_initialization",
)
