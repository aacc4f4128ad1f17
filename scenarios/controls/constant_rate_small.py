"""The same rate from the first step to the last, on purpose.

There is no schedule. The loss falls from 2.3 to about a tenth, still going down a little at the end, with no swings to
speak of, and more than nine in ten new images get the right answer.

What sets it apart from `constant_learning_rate`: the rate of 0.02 is low enough to be the final one as well. The noise
in which a constant rate ends grows with the rate; here it is too small to show in the score, so there is nothing left
for a schedule to remove. It would have helped if the rate had been high at the start.
"""

from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Control, Recipe, mlp
from trainwreck.tasks import digits

control = Control(
    task=digits(),
    healthy=Recipe(
        model=partial(mlp, 784, 128, 10),
        loss=nn.CrossEntropyLoss(),
        optimizer=partial(SGD, lr=0.02, momentum=0.9),
        epochs=15,
    ),
    looks_like="constant_learning_rate",
)
