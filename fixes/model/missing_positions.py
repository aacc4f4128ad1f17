from dataclasses import replace

import torch
import torch.nn.functional as F
from torch import nn

from trainwreck import Reading
from trainwreck.scenarios.model.missing_positions import broken


class LearnedPositions(nn.Module):
    def __init__(self, features=1, width=16, classes=2, length=10):
        super().__init__()
        self.embed = nn.Linear(features, width)
        self.positions = nn.Parameter(0.5 * torch.randn(length, width))  # one vector a step, learned like any weight
        self.encode = nn.TransformerEncoderLayer(
            width, nhead=2, dim_feedforward=32, dropout=0.0, batch_first=True, norm_first=True
        )
        self.classify = nn.Linear(width, classes)
        nn.init.normal_(self.classify.weight, std=0.02)
        nn.init.zeros_(self.classify.bias)

    def forward(self, inputs):  # (batch, time, features)
        codes = self.encode(self.embed(inputs) + self.positions)
        return self.classify(codes.mean(dim=1))


def sinusoids(length, width):
    steps = torch.arange(length).unsqueeze(1)
    rates = 10000 ** (-torch.arange(0, width, 2) / width)
    return torch.cat([torch.sin(steps * rates), torch.cos(steps * rates)], dim=1)


class SinusoidalPositions(nn.Module):
    def __init__(self, features=1, width=16, classes=2, length=10):
        super().__init__()
        self.embed = nn.Linear(features, width)
        self.register_buffer("positions", sinusoids(length, width))  # fixed: nothing to learn
        self.encode = nn.TransformerEncoderLayer(
            width, nhead=2, dim_feedforward=32, dropout=0.0, batch_first=True, norm_first=True
        )
        self.classify = nn.Linear(width, classes)
        nn.init.normal_(self.classify.weight, std=0.02)
        nn.init.zeros_(self.classify.bias)

    def forward(self, inputs):  # (batch, time, features)
        codes = self.encode(self.embed(inputs) + self.positions)
        return self.classify(codes.mean(dim=1))


learned_positions = replace(broken, model=LearnedPositions)
sinusoidal_positions = replace(broken, model=SinusoidalPositions)


def check(trained, train):
    """Does attention notice that the steps have changed places, where their order tells something?"""
    if not any(isinstance(module, nn.MultiheadAttention) for module in trained.modules()):
        return None
    inputs, targets, misfit = train.inputs, train.targets.float(), []
    for steps in (inputs, inputs.sort(dim=1).values):  # a straight line through the steps, in order and sorted
        columns = F.pad(steps.flatten(1), (0, 1), value=1.0)
        line = torch.linalg.lstsq(columns, targets.unsqueeze(1)).solution
        misfit.append(((columns @ line).squeeze(1) - targets).var() / targets.var())
    trained.eval()
    answers, moved = trained(inputs[:128]), trained(inputs[:128].flip(1))
    change = ((answers - moved).norm() / (answers - answers.roll(1, dims=0)).norm().clamp(min=1e-3)).item()
    told = (misfit[1] - misfit[0]).item()
    return Reading({"change": round(change, 2), "order tells": round(told, 2)}, suspicious=change < 0.1 and told > 0.1)


class SamePosition(nn.Module):
    def __init__(self):
        super().__init__()
        self.position = nn.Parameter(0.5 * torch.randn(16))
        self.transformer = broken.model()
        embed = self.transformer.embed.forward
        self.transformer.embed.forward = lambda inputs: embed(inputs) + self.position

    def forward(self, inputs):
        return self.transformer(inputs)


# a position that tells nothing
impostors = {"one_position_for_all": replace(broken, model=SamePosition, epochs=8)}
