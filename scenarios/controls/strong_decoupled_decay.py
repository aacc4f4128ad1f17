"""A weight decay of 1, a hundred times the default, on purpose.

Each step takes a share of 0.003 · 1 off every weight, whatever the loss says. Left to that alone, a weight would lose
two fifths of its size in the run. The loss falls from ln 10 = 2.3 to a tenth or two, and more than nine in ten new
images get the right answer.

What sets it apart from `excessive_weight_decay`: the decay is decoupled. `AdamW` takes off rate times decay, here 0.003
· 1, while a gradient that always points one way moves a weight by the rate itself, 0.003. So the two are level only
when a weight has grown to 1, several times as large as any in this network. The same number as the penalty of `SGD`, or
of `Adam`, would be added to the gradient, and outweigh it. (I. Loshchilov, F. Hutter, Decoupled weight decay
regularization, 2019, https://arxiv.org/abs/1711.05101.)
"""

from functools import partial

from torch import nn
from torch.optim import AdamW

from trainwreck import Control, Recipe, mlp
from trainwreck.tasks import digits

control = Control(
    task=digits(),
    healthy=Recipe(
        model=partial(mlp, 784, 128, 10),
        loss=nn.CrossEntropyLoss(),
        optimizer=partial(AdamW, lr=0.003, weight_decay=1.0),
        epochs=16,
    ),
    looks_like="excessive_weight_decay",
)
