"""The best weights were restored, yet the score is the last epoch's.

The run keeps the weights of the epoch with the lowest validation loss, and that epoch comes early: it is one of the
first of three hundred. But the model that is handed over at the end has an R² far below that of this epoch. It scores
as low as after the last one, and above 0.9 on its training part. The log says that a new best was noted, and that it
was restored.
"""

import math
from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Symptom, batches
from trainwreck.tasks import spectra


class BestWeights:
    """Trains to the end, and goes back to the weights with the lowest validation loss."""

    def __init__(self):
        self.best_loss = math.inf
        self.best_weights = None

    def should_stop(self, model, validation_loss):
        if validation_loss < self.best_loss:
            self.best_loss = validation_loss
            self.best_weights = model.state_dict()
        return False

    def restore(self, model):
        model.load_state_dict(self.best_weights)


def model():
    linear = nn.Linear(450, 1)
    nn.init.zeros_(linear.weight)  # a linear model needs no random start, and fits less noise without
    return nn.Sequential(linear, nn.Flatten(0))


broken = Recipe(
    loader=partial(batches, batch_size=150),
    model=model,
    loss=nn.MSELoss(),
    optimizer=partial(Adam, lr=0.007),
    epochs=300,
    stop=BestWeights,
)

scenario = Scenario(
    task=spectra(),
    broken=broken,
    symptom=Symptom.OVERFITS,
    severities="The weights are copied or they are not.",
    touches={"stop"},
    hints=(
        "Score the model just before the best weights are restored, and just after. What has changed?",
        "At the end, compare `best_weights` with the model's present weights, tensor by tensor.",
        "Print `best_weights['0.weight'].data_ptr()` and that of the layer itself.",
        "An optimizer changes its parameters in place. Who else is looking at that memory?",
    ),
    also_accepted={
        "too_many_epochs": "The model handed over is the one of the last epoch, trained far too long.",
        "loop": "The class that keeps the weights is called from the training loop.",
    },
)
