from dataclasses import replace

import torch
from sklearn.linear_model import LinearRegression
from torch import nn

from trainwreck import Reading
from trainwreck.scenarios.model.order_blind_model import broken


class Recurrent(nn.Module):
    def __init__(self, features=1, hidden=16, classes=2):
        super().__init__()
        self.encode = nn.GRU(features, hidden, batch_first=True)
        self.classify = nn.Linear(hidden, classes)

    def forward(self, inputs):  # (batch, time, features)
        _, last = self.encode(inputs)  # each state depends on the one before it
        return self.classify(last[-1])


class Convolutional(nn.Module):
    def __init__(self, features=1, hidden=16, classes=2):
        super().__init__()
        self.encode = nn.Conv1d(features, hidden, kernel_size=5, padding=2)
        self.classify = nn.Linear(hidden, classes)

    def forward(self, inputs):  # (batch, time, features)
        codes = self.encode(inputs.transpose(1, 2)).relu()  # each code depends on five steps, in their order
        return self.classify(codes.amax(dim=2))


recurrent = replace(broken, model=Recurrent)
convolutional = replace(broken, model=Convolutional)


def check(trained, train, validation):
    """Does the model notice that the steps have changed places, where their order tells something?"""
    if train.inputs.ndim != 3 or train.targets.ndim != 1:
        return None
    trained.eval()
    inputs, told = validation.inputs, []
    for order in (lambda x: x.flatten(1), lambda x: x.sort(dim=1).values.flatten(1)):
        line = LinearRegression().fit(order(train.inputs), train.targets)
        told.append(line.score(order(inputs), validation.targets))
    answers, moved = trained(inputs), trained(inputs[:, torch.randperm(inputs.shape[1])])
    change = ((answers - moved).norm() / (answers - answers.roll(1, dims=0)).norm()).item()
    gain = told[0] - told[1]
    return Reading({"change": round(change, 3), "order tells": round(gain, 2)}, suspicious=change < 0.1 and gain > 0.1)


class MeanAndPeak(broken.model):
    def forward(self, inputs):
        codes = self.encode(inputs)
        return self.classify(codes.mean(dim=1) + codes.amax(dim=1))


impostors = {"mean_and_peak": replace(broken, model=MeanAndPeak, epochs=8)}
