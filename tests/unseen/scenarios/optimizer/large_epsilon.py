"""A slow fall in a straight line, under an optimizer that is known to be quick.

The loss comes down slowly and evenly, and is far from where it usually ends when the run is over. The gradients are of
a healthy size in every layer, and the rate is the usual one.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Symptom, mlp
from trainwreck.tasks import digits

broken = Recipe(
    model=partial(mlp, 784, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.001, eps=1.0),
    epochs=20,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities="The constant is far below the gradients or it is not.",
    touches={"optimizer"},
    hints=(
        "By how much does one step change a weight? By how much should a step of Adam change it?",
        "Print the optimizer. Which of its settings is not the default, and where does it stand in the formula?",
    ),
    also_accepted={"low_learning_rate": "The steps are a hundredth of what they should be."},
)
