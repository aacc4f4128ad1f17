"""Nearly the same estimate for every row.

The network estimates a quantity from eight readings of it. The loss falls from about 10 to 1.0 within a few epochs and
stays there for the rest. R² on the held-back rows is hardly above 0, and no better on the training rows. A linear
regression reaches nearly 1 on the same numbers.
"""

from functools import partial

from torch.optim import SGD

from trainwreck import Recipe, Scenario, Symptom, batches, mlp
from trainwreck.tasks import readings


def squared_error(outputs, targets):
    return ((outputs - targets) ** 2).mean()


broken = Recipe(
    loader=partial(batches, batch_size=128),
    model=partial(mlp, 8, 32, 1),
    loss=squared_error,
    optimizer=partial(SGD, lr=0.05),
    epochs=16,
)

scenario = Scenario(
    task=readings(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities="Two shapes fit or they are broadcast.",
    touches={"loss"},
    hints=(
        "Plot the outputs against the targets. What does the cloud look like?",
        "What loss would a model have that always answers with the mean of the targets?",
        "Compute the loss of one batch by hand, for two rows. Do you get the same number?",
        "Print the shape of the outputs, of the targets, and of their difference.",
    ),
    also_accepted={"model": "A last layer that flattens its outputs to (n,) would cure it as well."},
)
