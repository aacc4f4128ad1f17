"""The loss stays near a thousand, and the predictions are too high.

A linear model predicts bills of 20, give or take 5. The loss falls from between 1,400 and 2,200 to between 800 and
1,400 in about ten steps, and stays there whatever the rate. R² is 0.02 to 0.07 on the training part and 0.00 on bills
that come in later, which are overestimated by 5 to 7 on average.
"""

from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Severities, Symptom, batches
from trainwreck.tasks import mistyped_bills


def model():
    return nn.Sequential(nn.Linear(8, 1), nn.Flatten(0))


broken = Recipe(
    loader=partial(batches, batch_size=900),  # the whole training part
    model=model,
    loss=nn.MSELoss(),
    optimizer=partial(SGD, lr=0.3, momentum=0.7),
    epochs=50,
)


scenario = Scenario(
    task=mistyped_bills(share=0.02),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities=Severities(
        "share of mistyped values", at=mistyped_bills, doses=(0.001, 0.003, 0.01, 0.02, 0.05), plain=0.02
    ),
    touches={"prepare", "loss"},
    hints=(
        "The bills vary by about 5. How large would the loss be if every prediction were wrong by that much?",
        "Sort the 900 training rows by their loss. What share of the total do the top 30 account for?",
        "Look at the targets of those rows. How does the gradient of a squared error grow with the error?",
    ),
    also_accepted={"loss": "A squared error suits bell-shaped errors only, and these have a long tail."},
)
