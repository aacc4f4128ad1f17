"""R² stops at about one half, on training rows as on new ones.

A network predicts the rents of flats from four measurements and the district. The loss falls from about 2 to 1.1 in
the first of ten epochs and stays there. R² ends at 0.44 to 0.51 on the training part and at 0.42 to 0.48 on new flats.
Yet the rents within one district differ little once the measurements are known, and each district has 60 rows.
"""

from functools import partial

from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Symptom, batches, hold_out, preprocess
from trainwreck.tasks import rents


def prepare(raw):  # columns 0 to 3: measurements, column 4: the district
    train, validation = hold_out(raw)
    scaler = StandardScaler().fit(train.inputs)
    return preprocess(train, validation, scaler.transform)


class Regressor(nn.Module):
    """Predicts one value from the columns of a row."""

    def __init__(self, columns=5, hidden=32):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(columns, hidden), nn.ReLU(), nn.Linear(hidden, 1))

    def forward(self, inputs):
        return self.layers(inputs).squeeze(1)


broken = Recipe(
    prepare=prepare,
    loader=partial(batches, batch_size=128),
    model=Regressor,
    loss=nn.MSELoss(),
    optimizer=partial(Adam, lr=0.02),
    epochs=10,
)

scenario = Scenario(
    task=rents(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities="Numbers are the names of districts, or amounts.",
    touches={"prepare", "model"},
    hints=(
        "Take the mean error of each district. Is what is missing spread evenly over the 24 districts?",
        "District 7 comes after district 6. What does the network have to believe about their rents because of it?",
        "Plot the mean rent against the district's number. What would 32 units have to draw?",
    ),
    also_accepted={
        "preprocessing": "What is missing is a step of the preprocessing: encoding the district.",
        "too_small_model": "With many more units and steps, a network can in the end fit the jagged curve.",
    },
)
