"""The same batches in the same order in every epoch, on purpose.

The loader has `shuffle=False`. The loss falls from 2.3 to about a tenth, and more than nine in ten new images get the
right answer.

What sets it apart from `unshuffled_batches`: the images were put in random order once, when the validation part was
held out, so every batch holds a mixture of all ten digits. Shuffling anew in each epoch helps a little in a long
training; it is an order by class that does the harm. Data read from disk or over a network in large shards are often
trained on in this way.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Control, Recipe, batches, mlp
from trainwreck.tasks import digits

control = Control(
    task=digits(),
    healthy=Recipe(
        loader=partial(batches, shuffle=False),
        model=partial(mlp, 784, 64, 10),
        loss=nn.CrossEntropyLoss(),
        optimizer=partial(Adam, lr=0.003),
        epochs=8,
    ),
    looks_like="unshuffled_batches",
)
