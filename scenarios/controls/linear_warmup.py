"""Hardly any progress for ten steps, on purpose.

The rate begins at a thousandth of its full value, and the loss stays at 2.3 as if the optimizer were doing nothing.
Over the first 20 of 110 steps the rate rises in a straight line to 0.003, and as it rises the loss begins to fall. It
ends at about a tenth, and the accuracy is above 0.9.

What sets it apart from `low_learning_rate`: the rate rises from step to step, and the loss leaves its starting value
within the first two epochs. A small network like this one would do without; large networks, large batches and
transformers often would not (P. Goyal et al., Accurate, large minibatch SGD, 2017, https://arxiv.org/abs/1706.02677).
"""

from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import LinearLR

from trainwreck import Control, Recipe, mlp
from trainwreck.tasks import digits

control = Control(
    task=digits(),
    healthy=Recipe(
        model=partial(mlp, 784, 64, 10),
        loss=nn.CrossEntropyLoss(),
        optimizer=partial(Adam, lr=0.003),
        schedule=partial(LinearLR, start_factor=0.001, total_iters=20),
        schedule_per="batch",
        epochs=15,
    ),
    looks_like="low_learning_rate",
)
