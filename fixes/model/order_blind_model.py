from dataclasses import replace

import torch
import torch.nn.functional as F
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


def check(model, train):
    """Does the model notice that the steps have changed places, where their order tells something?"""
    inputs, targets = train.inputs, train.targets.float()
    if inputs.ndim != 3 or targets.ndim != 1:
        return None
    misfit = []
    for steps in (inputs, inputs.sort(dim=1).values):  # a straight line through the steps, in order and sorted
        columns = F.pad(steps.flatten(1), (0, 1), value=1.0)
        line = torch.linalg.lstsq(columns, targets.unsqueeze(1)).solution
        misfit.append(((columns @ line).squeeze(1) - targets).var() / targets.var())
    answers, moved = model(inputs), model(inputs.flip(1))
    change = ((answers - moved).norm() / (answers - answers.roll(1, dims=0)).norm()).item()
    told = (misfit[1] - misfit[0]).item()
    return Reading({"change": round(change, 2), "order tells": round(told, 2)}, suspicious=change < 0.1 and told > 0.1)


class MeanAndPeak(broken.model):
    def forward(self, inputs):
        codes = self.encode(inputs)
        return self.classify(codes.mean(dim=1) + codes.amax(dim=1))


# a peak has no place
impostors = {"mean_and_peak": replace(broken, model=MeanAndPeak, epochs=8)}
