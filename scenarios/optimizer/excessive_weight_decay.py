"""The loss settles smoothly at 2.30, with one answer for all images.

The loss begins at 2.28 to 2.34, dips at times in the first epoch, and settles at 2.30. The network gives all images
practically the same scores. Its accuracy ends at 0.08 to 0.10, and at 0.10 to 0.13 on its own training images. The
curve is as smooth as one could wish.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Severities, Symptom, mlp
from trainwreck.tasks import digits

broken = Recipe(
    model=partial(mlp, 784, 64, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.006, weight_decay=0.1),
    epochs=12,
)


def with_decay(decay):
    return replace(broken, optimizer=partial(Adam, lr=0.006, weight_decay=decay))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities=Severities("weight decay", at=with_decay, doses=(0.01, 0.03, 0.1, 0.3, 1.0), plain=0.1),
    touches={"optimizer"},
    hints=(
        "2.30 is the natural logarithm of 10. Which ten probabilities give that loss?",
        "Print the norm of each weight matrix after every epoch. Where is it going?",
        "The optimizer minimises more than the loss you print. What is the other term, and how large is its gradient?",
    ),
)
