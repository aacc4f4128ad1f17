"""The same answer for every image.

The loss begins at 2.28 to 2.34, dips at times in the first epoch, and settles at 2.30. The network gives all images
practically the same scores, and ends with 8 to 10 digits right in a hundred, on its own training images with 10 to
13. Its curve is as smooth as one could wish.
"""

from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Symptom, mlp
from trainwreck.tasks import digits

broken = Recipe(
    model=partial(mlp, 784, 64, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.006, weight_decay=0.3),
    schedule=partial(CosineAnnealingLR, T_max=7),
    epochs=7,
)

scenario = Scenario(
    task=digits(goal=0.886, available=960, held_back=800),
    broken=broken,
    symptom=Symptom.STALLS,
    touches={"optimizer"},
    hints=(
        "2.30 is the natural logarithm of 10. Which ten probabilities give that loss?",
        "Print the norm of each weight matrix after every epoch. Where is it going?",
        "The optimizer minimises more than the loss you print. What is the other term, and how large is its gradient?",
    ),
)
