"""The loss levels off smoothly, far too high.

The loss falls for the first epochs and then levels off, far above zero, where the same network brings it close to zero
elsewhere. More than a fifth of the images get the wrong answer, of the training images as of any others. The curve is
as smooth as one could wish, and more epochs change little.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Severities, Symptom, mlp
from trainwreck.tasks import digits

broken = Recipe(
    model=partial(mlp, 784, 64, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.006, weight_decay=0.15),
    schedule=partial(CosineAnnealingLR, T_max=12),  # steadies the last steps
    epochs=12,
)


def with_decay(decay):
    return replace(broken, optimizer=partial(Adam, lr=0.006, weight_decay=decay))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities=Severities("weight decay", at=with_decay, doses=(0.01, 0.05, 0.15, 0.3, 1.0), plain=0.15),
    touches={"optimizer"},
    hints=(
        "The network is large enough to learn these images by heart. What keeps it from doing so?",
        "Print the norm of each weight matrix after every epoch. Where is it going?",
        "The optimizer minimises more than the loss you print. What is the other term, and how large is its gradient?",
    ),
)
