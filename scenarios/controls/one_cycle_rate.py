"""A rate that grows to 25 times its first value, and ends at nothing, on purpose.

The rate rises from `0.008` to `0.2` in the first 45 steps, and falls to less than a millionth by the last. Around the
top the loss jumps from batch to batch, and in some epochs the validation accuracy loses a tenth. Towards the end loss
and score hardly move, the loss at a few hundredths and the score above 0.9.

What sets it apart from `decay_every_batch`: the rate is high for most of the run, and has become small only when there
is nothing left to do. The high rate covers the distance, the low one settles the noise; the schedule is advanced once a
batch, as it was planned, and its 150 steps are those of the run. (L. Smith, N. Topin, Super-convergence: very fast
training of neural networks using large learning rates, 2018, https://arxiv.org/abs/1708.07120.)
"""

from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import OneCycleLR

from trainwreck import Control, Recipe, mlp
from trainwreck.tasks import digits

control = Control(
    task=digits(),
    healthy=Recipe(
        model=partial(mlp, 784, 128, 10),
        loss=nn.CrossEntropyLoss(),
        optimizer=partial(SGD, lr=0.2 / 25, momentum=0.9),
        schedule=partial(OneCycleLR, max_lr=0.2, total_steps=150),
        schedule_per="batch",
        epochs=15,
    ),
    looks_like="decay_every_batch",
)
