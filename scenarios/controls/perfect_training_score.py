"""All training images are right, and the training goes on, on purpose.

Well before the end of the run, all 600 training images get the right answer, or all but one or two. From then on there
is nothing left to correct, and the loss falls all the same, to one or two hundredths. The training score ends four to
seven points above the one on new images.

What sets it apart from `too_many_epochs`: nothing is lost. The validation loss does not turn to rise with each epoch;
it ends within a fifth of the lowest it has been, and the validation score near its best. A training loss of nearly zero
is what a network with more weights than samples can reach where labels are right. That it fits what it has seen is no
harm until it costs something on what it hasn't. (M. Belkin et al., Reconciling modern machine-learning practice and the
classical bias–variance trade-off, 2019, doi:10.1073/pnas.1903070116.)
"""

from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Control, Recipe, mlp
from trainwreck.tasks import digits

control = Control(
    task=digits(),
    healthy=Recipe(
        model=partial(mlp, 784, 128, 10),
        loss=nn.CrossEntropyLoss(),
        optimizer=partial(Adam, lr=0.01),
        schedule=partial(CosineAnnealingLR, T_max=24),
        epochs=24,
    ),
    looks_like="too_many_epochs",
)
