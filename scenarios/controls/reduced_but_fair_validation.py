"""A validation score a point or two above the truth, by chance.

On some seeds the validation part promises more than the held-back images bear out, by a point or two or three. The
score itself is above 0.9.

What sets it apart from `duplicate_leakage`: on as many other seeds it promises less. The validation part is small, an
eighth of the images, but fair. Its images were drawn at random, none has a copy in the training part, and nothing was
fitted to them. A share of 0.94 among n = 100 images has a standard deviation of √(0.94 · 0.06 / 100) = 0.024, so two
points too many or too few are to be expected. Another seed errs to the other side; a leak errs to the same side on
every seed, and by more.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Control, Prepared, Recipe, hold_out, mlp
from trainwreck.tasks import digits


def prepare(raw):
    train, validation = hold_out(raw, fraction=0.125)
    return Prepared(train=train, validation=validation)


control = Control(
    task=digits(),
    healthy=Recipe(
        prepare=prepare,
        model=partial(mlp, 784, 64, 10),
        loss=nn.CrossEntropyLoss(),
        optimizer=partial(Adam, lr=0.003),
        epochs=9,
    ),
    looks_like="duplicate_leakage",
)
