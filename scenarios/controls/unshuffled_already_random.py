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

from harness.data.images import digits
from harness.models import mlp
from harness.recipe import Recipe
from harness.scenario import Control
from harness.split import batches

control = Control(
    task=digits(goal=0.885, available=900, held_back=897),
    healthy=Recipe(
        model=partial(mlp, 784, 64, 10),
        loss=nn.CrossEntropyLoss(),
        optimizer=partial(Adam, lr=0.003),
        batches=partial(batches, shuffle=False),
        epochs=8,
    ),
    looks_like="unshuffled_batches",
)
