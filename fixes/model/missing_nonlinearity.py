from dataclasses import replace

import torch
from sklearn.linear_model import LinearRegression
from torch import nn

from trainwreck import Reading
from trainwreck.scenarios.model.missing_nonlinearity import broken


class Regressor(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer1 = nn.Linear(10, 64)
        self.layer2 = nn.Linear(64, 64)
        self.output = nn.Linear(64, 1)

    def forward(self, inputs):
        hidden = self.layer1(inputs).relu()  # without it, two linear layers are one
        hidden = self.layer2(hidden).relu()
        return self.output(hidden).squeeze(1)


activations = replace(broken, model=Regressor)


def check(model, train, validation):
    """Is the model a straight line, and do the squares of its inputs tell more?"""
    model.eval()
    inputs = train.inputs[:64]
    middle = (model(inputs) + model(inputs.flip(0))) / 2 - model((inputs + inputs.flip(0)) / 2)
    bend = (middle.norm() / model(inputs).std(dim=0).norm() / 8).item()
    told = []
    for columns in (lambda x: x.flatten(1), lambda x: torch.cat([x.flatten(1), x.flatten(1) ** 2], dim=1)):
        line = LinearRegression().fit(columns(train.inputs), train.targets)
        told.append(line.score(columns(validation.inputs), validation.targets))
    gain = told[1] - told[0]
    return Reading({"bend": round(bend, 3), "gain": round(gain, 3)}, suspicious=bend < 0.01 and gain > 0.05)


class Normalised(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(10, 256), nn.BatchNorm1d(256), nn.Linear(256, 256), nn.BatchNorm1d(256), nn.Linear(256, 1)
        )

    def forward(self, inputs):
        return self.layers(inputs).squeeze(1)


impostors = {"wide_with_batch_norm": replace(broken, model=Normalised, epochs=20)}
