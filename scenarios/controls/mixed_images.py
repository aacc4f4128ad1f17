"""Images that show two digits at once, and a loss that stays near 1, on purpose.

The loss falls from 2.3 to about 0.9, and from one batch to the next it jumps between 0.2 and 1.3 to the end. The
validation loss is a third of that or less. More than nine in ten new images get the right answer.

What sets it apart from `destructive_augmentation`: the label is blended as the image is. Where an image is to 0.7 a
three and to 0.3 an eight, the network is asked for just that, and the best loss is not zero but −0.7 · ln 0.7 − 0.3 ·
ln 0.3 = 0.61. The share is drawn anew for each batch, which makes the jumps. What is validated, and what the network is
for, are plain images. (H. Zhang et al., mixup: Beyond empirical risk minimization, 2018,
https://arxiv.org/abs/1710.09412.)
"""

from functools import partial

import torch
from torch import nn
from torch.distributions import Beta
from torch.optim import Adam

from trainwreck import Control, Recipe, mlp
from trainwreck.tasks import digits


def step(model, loss, optimizer, inputs, targets):
    """Blend each image with another one of the batch, and ask for both digits in the same proportion."""
    model.train()
    share, other = Beta(1.0, 1.0).sample().item(), torch.randperm(len(inputs))
    outputs = model(share * inputs + (1 - share) * inputs[other])
    value = share * loss(outputs, targets) + (1 - share) * loss(outputs, targets[other])
    optimizer.zero_grad()
    value.backward()
    optimizer.step()
    return value


control = Control(
    task=digits(),
    healthy=Recipe(
        model=partial(mlp, 784, 128, 10),
        loss=nn.CrossEntropyLoss(),
        optimizer=partial(Adam, lr=0.003),
        step=step,
        epochs=18,
    ),
    looks_like="destructive_augmentation",
)
