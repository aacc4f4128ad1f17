"""The loss sinks by a few hundredths in a hundred steps.

Nothing crashes and nothing warns. The loss starts at 2.3, sinks a little, and still stands near 2.3 when the run ends.
The accuracy is hardly better than a guess, and about the same on the training images. A rate ten times higher does not
help.
"""

from functools import partial

from torch import nn
from torch.optim import AdamW

from trainwreck import Recipe, Scenario, Symptom, mlp
from trainwreck.tasks import digits


def optimizer(parameters):
    biases = [p for p in parameters if p.ndim == 1]
    weights = [p for p in parameters if p.ndim > 1]
    groups = [{"params": biases, "weight_decay": 0.0}, {"params": weights, "weight_decay": 0.01}]
    return AdamW(groups, lr=0.003)


broken = Recipe(
    model=partial(mlp, 784, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=optimizer,
    epochs=12,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.STALLS,
    severities="The optimizer has a parameter or it does not.",
    touches={"optimizer"},
    hints=(
        "Which tensors of the network have changed between the first step and the last?",
        "How many numbers does the network hold, and how many of them has the optimizer been given?",
        "`model.parameters()` returns a generator. What does a second loop over the same generator yield?",
    ),
)
