"""The loss comes to a halt in the first epoch, and so does the score.

The loss falls from about ln 2 to half of that within some twenty batches. For the rest of the run it goes up and down
around that, and the training score hardly moves either. The validation score is the same.

What sets it apart from `too_small_model`: nobody could do better. The two classes are clouds whose centres lie two
standard deviations apart, so a row in the middle may belong to either, and the best border there is has five in six of
them on the right side. A larger network would score higher on the rows it was trained on, and no higher on others. How
low a loss can get is a property of the data.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Control, Recipe, batches, mlp
from trainwreck.tasks import rare_class

control = Control(
    task=rare_class(share=0.5),
    healthy=Recipe(
        loader=partial(batches, batch_size=128),
        model=partial(mlp, 8, 16, 2),
        loss=nn.CrossEntropyLoss(),
        optimizer=partial(Adam, lr=0.01),
        epochs=6,
    ),
    looks_like="too_small_model",
)
