"""Forecast tomorrow's-hour electricity load from the last 24 hours with a GRU."""
import os

import numpy as np
import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset

seed = int(os.environ.get("SEED", 0))
np.random.seed(seed)
torch.manual_seed(seed)

# ---------------------------------------------------------------- data
hours = np.arange(24 * 75)
temp = 12 + 8 * np.sin(2 * np.pi * hours / (24 * 60)) + 5 * np.sin(2 * np.pi * (hours - 9) / 24) + np.random.randn(len(hours))
daily = 900 * np.sin(2 * np.pi * (hours - 7) / 24) + 400 * np.sin(4 * np.pi * hours / 24)
weekend = ((hours // 24) % 7 >= 5).astype(float)
noise = np.zeros(len(hours))
for t in range(1, len(hours)):
    noise[t] = 0.8 * noise[t - 1] + 70 * np.random.randn()
load = 5200 + daily * (1 - 0.5 * weekend) + 25 * np.abs(temp - 15) + noise
series = np.stack([load, temp, weekend], axis=1)

SEQ_LEN = 24
split = int(len(series) * 0.8)
mean, std = series[:split].mean(0), series[:split].std(0)
scaled = (series - mean) / std


def create_sequences(values, seq_len):
    xs, ys = [], []
    for i in range(len(values) - seq_len):
        xs.append(values[i:i + seq_len])
        ys.append(values[i + seq_len, 0])
    return torch.tensor(np.array(xs), dtype=torch.float32), torch.tensor(np.array(ys), dtype=torch.float32)


X_train, y_train = create_sequences(scaled[:split], SEQ_LEN)
X_test, y_test = create_sequences(scaled[split - SEQ_LEN:], SEQ_LEN)
train_loader = DataLoader(TensorDataset(X_train, y_train), batch_size=32, shuffle=True)


class LoadForecaster(nn.Module):
    def __init__(self, n_features, hidden=32):
        super().__init__()
        self.gru = nn.GRU(n_features, hidden, batch_first=True)
        self.fc = nn.Linear(hidden, 1)

    def forward(self, x):
        out, _ = self.gru(x)
        return self.fc(out[:, -1]).squeeze(-1)


model = LoadForecaster(series.shape[1])
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)


def rmse_mw():
    model.eval()
    with torch.no_grad():
        pred = model(X_test)
    err = (pred - y_test) * std[0]
    return float(err.pow(2).mean().sqrt())


for epoch in range(10):
    model.train()
    total = 0.0
    for xb, yb in train_loader:
        pred = model(xb)
        loss = criterion(pred, yb)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(xb)
    print(f"Epoch {epoch + 1}: train MSE {total / len(X_train):.4f}, test RMSE {rmse_mw():.1f} MW")

naive = float(((X_test[:, -1, 0] - y_test) * std[0]).pow(2).mean().sqrt())
print(f"naive (last hour) RMSE {naive:.1f} MW")
print(f"test RMSE {rmse_mw():.1f} MW")
