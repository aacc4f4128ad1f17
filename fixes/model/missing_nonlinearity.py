from dataclasses import replace

import torch
import torch.nn.functional as F
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


def check(model, train):
    """Is the model a straight line, and do the squares of its inputs tell more than a line?"""
    inputs, targets, misfit = train.inputs[:1024].flatten(1), train.targets[:1024].float(), []
    if targets.ndim != 1 or 4 * inputs.shape[1] > len(inputs) or not inputs.isfinite().all():
        return None  # so many columns would fit any targets
    for columns in (inputs, torch.cat([inputs, inputs**2], dim=1)):
        columns = F.pad(columns, (0, 1), value=1.0)
        line = torch.linalg.lstsq(columns, targets.unsqueeze(1)).solution
        misfit.append(((columns @ line).squeeze(1) - targets).var() / targets.var())
    told = (misfit[0] - misfit[1]).item()
    model.eval()
    one, other = model(train.inputs[:32]), model(train.inputs[32:64])
    middle = model((train.inputs[:32] + train.inputs[32:64]) / 2)  # halfway, on a straight line
    bend = ((middle - (one + other) / 2).norm() / (one - other).norm()).item()
    return Reading({"bend": round(bend, 3), "squares tell": round(told, 2)}, suspicious=bend < 0.01 and told > 0.05)


class Normalised(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(10, 256), nn.BatchNorm1d(256), nn.Linear(256, 256), nn.BatchNorm1d(256), nn.Linear(256, 1)
        )

    def forward(self, inputs):
        return self.layers(inputs).squeeze(1)


# bends nothing once it predicts
impostors = {"wide_with_batch_norm": replace(broken, model=Normalised, epochs=20)}
