"""The validation score jumps about, and it is another one each time it is asked for.

The loss falls as it should. But the score on the validation part is lower than one would expect from it, and it changes
by a few points from one look to the next, with the same weights and the same images.
"""

from functools import partial

import torch.nn.functional as F
from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Symptom
from trainwreck.tasks import digits


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.classify = nn.Linear(128, 10)

    def forward(self, images):
        units = F.relu(self.hidden(images.flatten(1)))
        return self.classify(F.dropout(units, p=0.75))


broken = Recipe(
    model=Classifier,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.005),
    epochs=40,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.WAVERS,
    severities="The function is told of the mode or it is not.",
    touches={"model"},
    hints=(
        "Call `model.eval()` and ask twice about the same images. Are the outputs the same?",
        "Which line draws random numbers? How would it know that the model is in evaluation mode?",
    ),
    also_accepted={"train_mode_evaluation": "Dropout goes on while the network answers there as well."},
)
