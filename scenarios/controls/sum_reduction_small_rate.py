"""A loss of 148 at the start, on purpose.

The loss is summed over the 64 images of a batch, not averaged, and ends at about ten, which looks large for ten
classes. It is less than a fifth for each image, and more than nine in ten new ones get the right answer.

What sets it apart from `summed_loss`: the rate was chosen for a sum. It is 0.3 / 64, and 64 times the gradient at a
64th of the rate is the same step. Only the last batch of an epoch, which is smaller, moves the weights less than it
would under a mean. Sums are usual where samples differ in size, as in detection, or where a likelihood is meant.
"""

from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Control, Recipe, mlp
from trainwreck.tasks import digits

control = Control(
    task=digits(),
    healthy=Recipe(
        model=partial(mlp, 784, 128, 10),
        loss=nn.CrossEntropyLoss(reduction="sum"),
        optimizer=partial(SGD, lr=0.3 / 64),
        schedule=partial(CosineAnnealingLR, T_max=18),
        epochs=18,
    ),
    looks_like="summed_loss",
)
