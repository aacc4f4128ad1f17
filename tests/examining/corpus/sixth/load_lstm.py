"""Forecast the next hour of an electricity load curve with an LSTM."""
import os

import numpy as np
import torch
import torch.nn as nn
from torch.utils.data import DataLoader, Dataset

seed = int(os.environ.get("SEED", 0))
np.random.seed(seed)
torch.manual_seed(seed)


def make_load(hours):
    t = np.arange(hours)
    day = 8 * np.sin(2 * np.pi * (t - 7) / 24) + 4 * np.sin(4 * np.pi * (t - 3) / 24)
    weekend = np.where((t // 24) % 7 >= 5, 0.6, 1.0)
    slow = np.zeros(hours)
    for i in range(1, hours):
        slow[i] = 0.97 * slow[i - 1] + np.random.normal(0, 0.7)
    return 60 + day * weekend + slow + np.random.normal(0, 0.4, hours)


class WindowDataset(Dataset):
    def __init__(self, series, lookback):
        self.series = torch.tensor(series, dtype=torch.float32)
        self.lookback = lookback

    def __len__(self):
        return len(self.series) - self.lookback

    def __getitem__(self, i):
        window = self.series[i : i + self.lookback].unsqueeze(-1)
        target = self.series[i + self.lookback].unsqueeze(-1)
        return window, target


class Forecaster(nn.Module):
    def __init__(self, hidden_size=24):
        super().__init__()
        self.lstm = nn.LSTM(input_size=1, hidden_size=hidden_size, batch_first=True)
        self.head = nn.Linear(hidden_size, 1)

    def forward(self, x):
        out, _ = self.lstm(x)
        return self.head(out[:, -1])


LOOKBACK = 30
load = make_load(24 * 110)
n_train = int(0.7 * len(load))
n_val = int(0.85 * len(load))
mean, std = load[:n_train].mean(), load[:n_train].std()
scaled = (load - mean) / std

train_ds = WindowDataset(scaled[:n_train], LOOKBACK)
val_ds = WindowDataset(scaled[n_train - LOOKBACK : n_val], LOOKBACK)
test_ds = WindowDataset(scaled[n_val - LOOKBACK :], LOOKBACK)
train_dl = DataLoader(train_ds, batch_size=32, shuffle=True)
val_dl = DataLoader(val_ds, batch_size=128)
test_dl = DataLoader(test_ds, batch_size=128)

model = Forecaster()
loss_fn = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=1)


@torch.no_grad()
def predict(loader):
    model.eval()
    preds, targets = [], []
    for xb, yb in loader:
        preds.append(model(xb))
        targets.append(yb)
    return torch.cat(preds), torch.cat(targets)


best = float("inf")
for epoch in range(1, 13):
    model.train()
    epoch_loss = 0.0
    for xb, yb in train_dl:
        loss = loss_fn(model(xb), yb)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
        optimizer.step()
        epoch_loss += loss.item() * len(xb)
    val_loss = loss_fn(*predict(val_dl)).item()
    scheduler.step(val_loss)
    print(f"epoch {epoch:2d}: train {epoch_loss / len(train_ds):.4f}, validation {val_loss:.4f}")
    if val_loss < best:
        best = val_loss
        torch.save(model.state_dict(), "forecaster.pt")

model.load_state_dict(torch.load("forecaster.pt"))
pred, target = predict(test_dl)
rmse = ((pred - target) ** 2).mean().sqrt().item() * std
naive = np.sqrt(np.mean((load[n_val:] - load[n_val - 1 : -1]) ** 2))
print(f"last value carried forward: test RMSE {naive:.3f}")
print(f"LSTM: test RMSE {rmse:.3f}")
