"""Hourly load forecast, one step ahead, with dilated causal convolutions; score: share of persistence's error that is left."""
import os
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

SEED = int(os.environ.get("SEED", 0))
np.random.seed(SEED)
torch.manual_seed(SEED)

hours = np.arange(24 * 7 * 16)
noise = np.zeros(len(hours))
for k in range(1, len(hours)):
    noise[k] = 0.6 * noise[k - 1] + np.random.normal(0, 6)
load = (500 + 120 * np.sin(2 * np.pi * hours / 24) + 50 * np.sin(2 * np.pi * hours / 12 + 1)
        - 80 * ((hours // 24) % 7 >= 5) + noise).astype(np.float32)

split = int(len(load) * 0.8)
mean, std = load[:split].mean(), load[:split].std()
series = (load - mean) / std


class Windows(Dataset):
    def __init__(self, values, window=48):
        self.values = torch.tensor(values)
        self.window = window

    def __len__(self):
        return len(self.values) - self.window

    def __getitem__(self, i):
        x = self.values[i:i + self.window]
        y = self.values[i + self.window]
        return x.unsqueeze(0), y


class CausalConv(nn.Module):
    def __init__(self, c_in, c_out, dilation):
        super().__init__()
        self.pad = nn.ConstantPad1d((2 * dilation, 0), 0.0)
        self.conv = nn.Conv1d(c_in, c_out, 3, dilation=dilation)
        self.res = nn.Conv1d(c_in, c_out, 1)

    def forward(self, x):
        return torch.relu(self.conv(self.pad(x))) + self.res(x)


class TCN(nn.Module):
    def __init__(self, channels=24):
        super().__init__()
        self.net = nn.Sequential(
            CausalConv(1, channels, 1), CausalConv(channels, channels, 2),
            CausalConv(channels, channels, 4), CausalConv(channels, channels, 8),
        )
        self.head = nn.Linear(channels, 1)

    def forward(self, x):
        return self.head(self.net(x)[:, :, -1]).squeeze(-1)


train_loader = DataLoader(Windows(series[:split]), batch_size=64, shuffle=True)
test_set = Windows(series[split:])
test_loader = DataLoader(test_set, batch_size=256)
model = TCN()
optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.8)
loss_fn = nn.MSELoss()


def test_rmse():
    model.eval()
    with torch.no_grad():
        errors = torch.cat([model(x) - y for x, y in test_loader])
    return errors.pow(2).mean().sqrt().item() * std


naive = (series[split + 48:] - series[split + 47:-1]).std() * std
print(f"persistence RMSE {naive:.2f}")
for epoch in range(12):
    model.train()
    total = 0.0
    for x, y in train_loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
    scheduler.step()
    print(f"epoch {epoch:2d} train mse {total / len(train_loader.dataset):.4f} test RMSE {test_rmse():.2f}")
print(f"test RMSE {test_rmse():.3f}")
