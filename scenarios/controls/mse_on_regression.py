"""A network trained with the squared error, on purpose.

The loss is `nn.MSELoss`; it begins at about 10 and ends at 0.04. The network's estimates explain 96 % of the variance
of the held-back targets, against 97 % for a linear regression.

What sets it apart from `labels_as_numbers`: the target is a quantity. An estimate of 31 is nearly right when the truth
is 30, an error twice as large costs four times as much, and the best constant is the mean. None of this is true of
class numbers. The model's last layer flattens (n, 1) to (n,), so that each output meets its own target.
"""

from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Control, Recipe, batches, mlp
from trainwreck.tasks import readings


def network():
    return nn.Sequential(mlp(8, 32, 1), nn.Flatten(0))


control = Control(
    task=readings(),
    healthy=Recipe(
        loader=partial(batches, batch_size=128),
        model=network,
        loss=nn.MSELoss(),
        optimizer=partial(SGD, lr=0.05),
        epochs=16,
    ),
    looks_like="labels_as_numbers",
)
