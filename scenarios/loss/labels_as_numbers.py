"""Nearly every digit is taken for one from the middle.

The loss falls from about 30 to 4, and ever more slowly. Asked for the digit, the network gives numbers around the
middle: most of its answers are middling, it hardly ever says 0, and seldom 9. About one image in five gets the right
answer, on the training part as on new data.
"""

from functools import partial

import torch
import torch.nn.functional as F
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Symptom, mlp
from trainwreck.tasks import digits


def distance_to_label(outputs, targets):
    return F.mse_loss(outputs.squeeze(1), targets.float())


@torch.no_grad()
def predict(model, inputs):
    model.eval()
    labels = torch.arange(10, device=inputs.device)
    return -(model(inputs) - labels).abs()  # (n, 10): the largest belongs to the label nearest to the output


broken = Recipe(
    model=partial(mlp, 784, 64, 1),
    loss=distance_to_label,
    optimizer=partial(Adam, lr=0.002),
    predict=predict,
    epochs=15,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities="Labels are names or they are numbers.",
    touches={"model", "loss", "predict"},
    hints=(
        "Which answers does the network give, and which never? Count them.",
        "Say an image could be a 1 or a 7. Which answer makes the expected loss smallest?",
        "Is a 3 nearer to a 4 than to an 8? Who says so in this set-up, the pictures or the labels?",
        "How many numbers does the network give for an image, and how many questions is it asked?",
    ),
    also_accepted={
        "model": "A network with a single output cannot rank ten classes.",
    },
)
