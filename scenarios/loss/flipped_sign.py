"""The loss is negative and falls without end, the accuracy stays at 0.1.

The loss starts at −2.3 and falls ever faster, into the thousands, to the very last step. Judged by the loss alone no
run could be better. Yet about one image in ten gets the right answer, on the training part as on new data, and all
images get the same.
"""

from functools import partial

import torch.nn.functional as F
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Symptom, mlp
from trainwreck.tasks import digits


def log_likelihood(outputs, targets):
    log_probabilities = F.log_softmax(outputs, dim=1)
    return log_probabilities.gather(1, targets.unsqueeze(1)).mean()


broken = Recipe(
    model=partial(mlp, 784, 128, 10),
    loss=log_likelihood,
    optimizer=partial(Adam, lr=0.003),
    epochs=14,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.DIVERGES,
    severities="A sign is right or wrong.",
    touches={"loss"},
    hints=(
        "What is the lowest value that this loss could take for a perfect network?",
        "Which probability does the network give to the right digit, before the training and after it?",
        "The optimizer makes its number smaller. Is a smaller number better here?",
    ),
)
