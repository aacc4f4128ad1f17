"""The first loss is ln 10 to the last digit, on every run.

The first loss is ln 10 = 2.303, to the last digit and on every run. When the run ends it is 2.3 still. All images get
one and the same answer, right as often as a guess. Of the 50,890 parameters, ten have changed.
"""

from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Symptom, mlp
from trainwreck.tasks import digits


def network():
    model = mlp(784, 64, 10)
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    return model


broken = Recipe(
    model=network,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.03, momentum=0.9),
    epochs=16,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.STALLS,
    severities="Weights are all alike or they are not.",
    touches={"model"},
    hints=(
        "Which parameters have changed after the run, and which have not?",
        "What does the hidden layer put out for an image, before the first update? And what follows for the "
        "gradient of the last layer?",
        "Imagine that two hidden units have the same weights. What could ever make them differ?",
    ),
    also_accepted={
        "dying_relu": (
            "Every hidden unit puts out zero for every image and gets no gradient; here it was so from the start."
        ),
        "vanishing_gradients": "The gradient of both weight matrices is zero, though depth has nothing to do with it.",
    },
)
