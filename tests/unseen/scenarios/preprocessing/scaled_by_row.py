"""Two measurements that tell everything, and a network that learns next to nothing from them.

A linear model on the two columns as they are would be right more often than the network. Its loss levels off early, on
the training part as on the validation part.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Symptom, hold_out, mlp
from trainwreck.tasks import spirals
from trainwreck.training.preparation import preprocess


def normalise(points):
    return points / points.norm(dim=1, keepdim=True)


def prepare(raw):
    train, validation = hold_out(raw)
    return preprocess(train, validation, normalise)


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 2, 64, 64, 3),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.01),
    epochs=20,
)

scenario = Scenario(
    task=spirals(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities="The scale is a row's or a column's.",
    touches={"prepare"},
    hints=(
        "Plot the points before and after they are prepared.",
        "Over what is the length taken, over the rows or over the columns? What can no longer be told afterwards?",
    ),
)
