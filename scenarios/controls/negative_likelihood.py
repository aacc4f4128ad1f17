"""A loss below zero, on purpose.

The loss starts well above one, crosses zero after a few epochs, and ends below −1. The network's estimates explain 96 %
of the variance of the held-back targets.

What sets it apart from `flipped_sign`: the loss has a floor. It is the negative logarithm of a probability *density*, ½
· (ln σ² + (error / σ)²) but for a constant, and a density may well be above 1. The network gives its own σ² for each
row. Best is the square of the error that it is to expect. Eight such readings leave an error with a variance of 1 / (1
+ 8 / 0.25) = 0.03; so on average no loss is below ½ · (ln 0.03 + 1) = −1.25. A loss whose sign is wrong has no floor.
(D. Nix, A. Weigend, Estimating the mean and variance of the target probability distribution, 1994,
doi:10.1109/ICNN.1994.374138.)
"""

from functools import partial

import torch
import torch.nn.functional as F
from torch.optim import Adam

from trainwreck import Control, Recipe, mlp
from trainwreck.tasks import readings


def likelihood(outputs, targets):
    mean, log_variance = outputs.unbind(dim=1)
    return F.gaussian_nll_loss(mean, targets, log_variance.exp())


@torch.no_grad()
def estimate(model, inputs):
    model.eval()
    return model(inputs)[:, 0]


control = Control(
    task=readings(),
    healthy=Recipe(
        model=partial(mlp, 8, 32, 2),
        loss=likelihood,
        optimizer=partial(Adam, lr=0.01),
        predict=estimate,
        epochs=20,
    ),
    looks_like="flipped_sign",
)
