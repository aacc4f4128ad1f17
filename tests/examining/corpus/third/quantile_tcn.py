"""Probabilistic forecast of a seasonal series: dilated causal convolutions and the pinball loss.

Prints the pinball loss relative to that of yesterday's value with training residual quantiles (1 = no better). About 0.5.
"""
import os
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F
from torch.optim.lr_scheduler import LambdaLR

SEED = int(os.environ.get("SEED", 1))
np.random.seed(SEED)
torch.manual_seed(SEED)
QUANTILES = torch.tensor([0.1, 0.5, 0.9])
WINDOW, DAY = 48, 24

# --- data: daily and weekly waves, an AR(1) part, noise that is stronger at noon
t = np.arange(DAY * 120)
ar = np.zeros(len(t))
for i in range(1, len(t)):
    ar[i] = 0.8 * ar[i - 1] + np.random.randn() * 0.5
noon = 0.2 + 0.8 * np.exp(-((t % DAY) - 12) ** 2 / 20)
series = 50 + 8 * np.sin(2 * np.pi * t / DAY) + 4 * np.sin(2 * np.pi * t / (7 * DAY)) + 3 * ar + 2 * noon * np.random.randn(len(t))

split = int(len(series) * 0.8)
mean, std = series[:split].mean(), series[:split].std()
series = (series - mean) / std


def windows(values):
    values = torch.tensor(values, dtype=torch.float32)
    x = values.unfold(0, WINDOW, 1)[:-1]
    return x.unsqueeze(1), values[WINDOW:].unsqueeze(1)


x_train, y_train = windows(series[:split])
x_test, y_test = windows(series[split:])


class CausalConv(nn.Module):
    def __init__(self, c_in, c_out, dilation):
        super().__init__()
        self.pad = 2 * dilation
        self.conv = nn.Conv1d(c_in, c_out, 3, dilation=dilation)

    def forward(self, x):
        return self.conv(F.pad(x, (self.pad, 0)))


class Residual(nn.Module):
    def __init__(self, channels, dilation):
        super().__init__()
        self.conv1 = CausalConv(channels, channels, dilation)
        self.conv2 = CausalConv(channels, channels, dilation)

    def forward(self, x):
        return x + self.conv2(F.relu(self.conv1(F.relu(x))))


class TCN(nn.Module):
    def __init__(self, channels=16):
        super().__init__()
        self.stem = nn.Conv1d(1, channels, 1)
        self.blocks = nn.ModuleList([Residual(channels, d) for d in (1, 2, 4, 8)])
        self.head = nn.Linear(channels, len(QUANTILES))

    def forward(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        return self.head(x[:, :, -1])


def pinball(pred, target):
    error = target - pred                     # (N, 1) - (N, 3)
    return torch.maximum(QUANTILES * error, (QUANTILES - 1) * error).mean()


model = TCN()
opt = torch.optim.NAdam(model.parameters(), lr=3e-3)
epochs, bs = 5, 48
total = epochs * (len(x_train) // bs)
sched = LambdaLR(opt, lambda s: min((s + 1) / 20, 0.5 * (1 + np.cos(np.pi * s / total))))

for epoch in range(epochs):
    model.train()
    perm = torch.randperm(len(x_train))
    running = 0.0
    for b in range(len(x_train) // bs):
        idx = perm[b * bs:(b + 1) * bs]
        loss = pinball(model(x_train[idx]), y_train[idx])
        opt.zero_grad(set_to_none=True)
        loss.backward()
        opt.step()
        sched.step()
        running += loss.item()
    model.eval()
    with torch.no_grad():
        test_loss = pinball(model(x_test), y_test).item()
    print(f"[{epoch + 1}/{epochs}] pinball {running / (b + 1):.4f} test {test_loss:.4f}")

residuals = y_train - x_train[:, 0, -DAY:][:, :1]
naive = x_test[:, 0, -DAY:][:, :1] + torch.quantile(residuals, QUANTILES).view(1, -1)
print(f"relative pinball {test_loss / pinball(naive, y_test).item():.4f}")
