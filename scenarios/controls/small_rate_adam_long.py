"""A rate of 0.0005 and a loss that creeps, on purpose.

After the first epoch the loss is still near its start. It goes on falling, a little less in each of the 24 epochs, to
about a tenth, and more than nine in ten new images get the right answer.

What sets it apart from `low_learning_rate`: the rate times the number of updates is of the order of the weights
themselves. Adam moves a weight by about the rate in each update, whatever the gradient's size, so 240 updates can move
it by up to 240 · 0.0005 = 0.12. The weights of the first layer begin within 1/√784 = 0.036 of zero, so that is far
enough. Under SGD the same rate would say nothing, because there a step is as long as the rate times the gradient.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Control, Recipe, mlp
from trainwreck.tasks import digits

control = Control(
    task=digits(),
    healthy=Recipe(
        model=partial(mlp, 784, 128, 10),
        loss=nn.CrossEntropyLoss(),
        optimizer=partial(Adam, lr=0.0005),
        epochs=24,
    ),
    looks_like="low_learning_rate",
)
