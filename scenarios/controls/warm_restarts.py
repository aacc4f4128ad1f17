"""The loss leaps up twice, to several times what it was, on purpose.

The loss falls from ln 10 = 2.3 to about a tenth. At step 60 it jumps, in single batches to many times what it was, and
the validation accuracy may lose a tenth or two within an epoch. Both recover. At step 120 the same happens once more.
The loss ends at a few hundredths.

What sets it apart from `excessive_momentum`: the waves come from the schedule, at the steps that were chosen. The rate
falls from `0.2` to zero along half a cosine, and begins anew at `0.2` every 60 steps. Each time the loss comes down
lower than the time before, and the run ends at the bottom of a wave, where the rate is zero. (I. Loshchilov, F. Hutter,
SGDR: Stochastic gradient descent with warm restarts, 2017, https://arxiv.org/abs/1608.03983.)
"""

from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingWarmRestarts

from trainwreck import Control, Recipe, mlp
from trainwreck.tasks import digits

control = Control(
    task=digits(),
    healthy=Recipe(
        model=partial(mlp, 784, 128, 10),
        loss=nn.CrossEntropyLoss(),
        optimizer=partial(SGD, lr=0.2, momentum=0.9),
        schedule=partial(CosineAnnealingWarmRestarts, T_0=60),
        schedule_per="batch",
        epochs=18,
    ),
    looks_like="excessive_momentum",
)
