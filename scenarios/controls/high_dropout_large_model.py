"""The training loss stays above the validation loss, on purpose.

Four hidden units in five are switched off in each update. The training loss goes from 2.3 to less than a quarter of
that and no lower, while the loss on the validation part, measured with all units switched on, ends well below that. The
accuracy is above 0.9.

What sets it apart from `excessive_dropout`: a training loss above the validation loss is what dropout does, and the
layer is wide enough for it. Of its 320 units 64 stay on in an update, as many as a small network has in all, and in
prediction all 320 answer together. (N. Srivastava et al., Dropout: a simple way to prevent neural networks from
overfitting, 2014, https://jmlr.org/papers/v15/srivastava14a.html, which advises making a layer larger by the share that
is dropped.)
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Control, Recipe, mlp
from trainwreck.tasks import digits

control = Control(
    task=digits(),
    healthy=Recipe(
        model=partial(mlp, 784, 320, 10, dropout=0.8),
        loss=nn.CrossEntropyLoss(),
        optimizer=partial(Adam, lr=0.003),
        epochs=14,
    ),
    looks_like="excessive_dropout",
)
