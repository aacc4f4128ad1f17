from dataclasses import replace

import torch.nn.functional as F
from torch import nn

from trainwreck import Reading
from trainwreck.scenarios.model.ignored_padding import broken


class MaskedMeanPooling(nn.Module):
    def __init__(self, features=1, hidden=16):
        super().__init__()
        self.encode = nn.Sequential(nn.Linear(features, hidden), nn.ReLU())
        self.estimate = nn.Linear(hidden, 1)

    def forward(self, inputs):  # (batch, time, features), with zeros after the last reading
        real = (inputs != 0).float()
        codes = self.encode(inputs) * real  # padding adds nothing to the sum …
        return self.estimate(codes.sum(dim=1) / real.sum(dim=1)).squeeze(1)  # … and is not counted


masked_mean = replace(broken, model=MaskedMeanPooling)


def check(model, inputs, targets):
    """Does the answer change when eight more steps of padding follow?"""
    if inputs.ndim != 3 or (inputs[:, -1] != 0).any(dim=1).all():
        return None
    model.eval()
    answers, longer = model(inputs), model(F.pad(inputs, (0, 0, 0, 8)))
    if targets.ndim == 2:  # an answer for each step
        longer = longer[..., : answers.shape[-1]]
    change = ((longer - answers).norm() / (answers - answers.roll(1, dims=0)).norm()).item()
    return Reading(round(change, 3), suspicious=change > 0.03)  # next to what another recording changes


class DeepEstimate(broken.model):
    def __init__(self, hidden=16):
        super().__init__(hidden=hidden)
        self.estimate = nn.Sequential(nn.Linear(hidden, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 1))


# learns to guess the length
impostors = {"deeper_estimate": replace(broken, model=DeepEstimate, epochs=24)}
