"""Accuracy stays near 0.53, on training points as on new ones.

Points on a plane belong to three spiral arms. The loss falls from 1.2 to 0.76, more and more slowly. The accuracy
stands near 0.52, on the training points as on new ones, where guessing would give 1/3. Ten times as many epochs end at
the same figures.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Symptom
from trainwreck.tasks import spirals

broken = Recipe(
    model=partial(nn.Linear, 2, 3),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.01),
    epochs=12,
)

scenario = Scenario(
    task=spirals(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities="A straight border bends or it does not.",
    touches={"model"},
    hints=(
        "Compare the scores on the training points and on new points. What do two equally poor scores rule out?",
        "Colour the plane by the predicted class. Which shapes can the borders have?",
        "The model holds nine numbers. How many straight cuts does it take to separate arms that turn by 230 degrees?",
    ),
    also_accepted={
        "missing_nonlinearity": "A model without any activation draws straight borders, however many layers."
    },
)
