"""The loss falls in the first two epochs, and then it hardly moves.

The loss starts at 2.3, comes down a good part of the way, and from the third epoch on it lies as level as a board. The
score stays where it was then, on the training images as on others. Nothing trembles.
"""

from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import ReduceLROnPlateau

from trainwreck import Recipe, Scenario, Symptom, mlp
from trainwreck.tasks import digits

broken = Recipe(
    model=partial(mlp, 784, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.01, momentum=0.9),
    schedule=partial(ReduceLROnPlateau, mode="max", patience=0),
    epochs=20,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities="The schedule waits for a rise or for a fall.",
    touches={"schedule"},
    hints=(
        "Plot the learning rate over the epochs.",
        "The schedule acts when what it watches no longer gets better. What does it watch, and what is better?",
    ),
    also_accepted={"decay_every_batch": "The rate is lowered much too early there as well."},
)
