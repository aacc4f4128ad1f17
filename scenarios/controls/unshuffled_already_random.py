"""`shuffle=False`, on purpose.

Every epoch goes through the same batches in the same order. The loss falls from 2.3 to between 0.12 and 0.19, and 93
to 95 digits in a hundred are named.

What sets it apart from `unshuffled_batches`: the images were put in random order once, when the validation part was
held out, so that every batch holds a mixture of all ten digits. To shuffle anew in each epoch helps a little in a long
training; it is the order by class that does the harm. Data read from disk or over a network in large shards is often
trained on in this way.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Control, Recipe, batches, mlp
from trainwreck.tasks import digits

control = Control(
    task=digits(goal=0.885, available=900, held_back=897),
    healthy=Recipe(
        loader=partial(batches, shuffle=False),
        model=partial(mlp, 784, 64, 10),
        loss=nn.CrossEntropyLoss(),
        optimizer=partial(Adam, lr=0.003),
        epochs=8,
    ),
    looks_like="unshuffled_batches",
)
