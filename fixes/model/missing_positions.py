from dataclasses import replace

import torch
from torch import nn

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
