"""The most careful training of all.

Each image gets an update of its own, 1,350 updates in two epochs. The loss leaps up to 20 among the first two
hundred steps, and then settles at 2.3 to 2.6, no better than guessing. The score is 0.08 to 0.13, and five
epochs end no better. The learning rate came from a run that reached 0.92, and is lowered along a cosine.
"""

from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR

from harness.data.images import digits
from harness.models import mlp
from harness.recipe import Recipe
from harness.scenario import Scenario
from harness.split import batches
from harness.symptoms import Symptom

broken = Recipe(
    batches=partial(batches, batch_size=1),
    model=partial(mlp, 784, 128, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.07, momentum=0.9),
    schedule=partial(CosineAnnealingLR, T_max=5),
    epochs=2,
)

scenario = Scenario(
    task=digits(goal=0.885, available=900, held_back=800),
    broken=broken,
    symptom=Symptom.STALLS,
    touches={"batches", "epochs"},
    hints=(
        "What did the run that the learning rate was taken from do differently?",
        "Compute the gradient for ten images one by one. How far do they agree in direction?",
        "How many updates does an epoch make here, how long is each, and how far does momentum carry it on?",
    ),
    accepts={
        "high_learning_rate": "The rate is too high for gradients of one image.",
        "optimizer": "Batch size and learning rate are one choice, not two.",
    },
)
