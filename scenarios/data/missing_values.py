"""The loss is NaN from the first batch on.

The loss is NaN at step 0, before any weight has been changed, and the training ends there. A lower rate, clipped
gradients and another seed change nothing. The model that is left predicts no class for anybody, and its accuracy is
0.00. The standardised table has 30 columns and about 300 rows, and `inputs.mean()` prints nan.
"""

from functools import partial

from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Symptom, hold_out, mlp, preprocess
from trainwreck.tasks import incomplete_blood_values


def prepare(raw):
    train, validation = hold_out(raw)
    scaler = StandardScaler().fit(train.inputs)
    return preprocess(train, validation, scaler.transform)


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 30, 32, 2),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.01),
    epochs=8,
)

scenario = Scenario(
    task=incomplete_blood_values(),
    broken=broken,
    symptom=Symptom.DIVERGES,
    severities="One empty cell in a batch is enough.",
    touches={"prepare"},
    hints=(
        "The very first loss is NaN. Which parts of the set-up have had no chance to go wrong by then?",
        "Print `inputs.isnan().sum()`. How many cells is that, and how many rows have at least one of them?",
        "What is 0.1 · x₁ + 0.2 · NaN? And what should stand in a cell about which nothing is known?",
    ),
    also_accepted={"preprocessing": "What is missing is a step of the preprocessing: filling the empty cells."},
)
