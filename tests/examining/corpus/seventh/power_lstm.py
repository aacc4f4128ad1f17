# Forecast of an hourly electricity load: the next hour from the last 24 hours
import os

import numpy as np
import pandas as pd
import torch
import torch.nn as nn
from sklearn.preprocessing import MinMaxScaler
from torch.utils.data import DataLoader, Dataset

SEED = int(os.environ.get("SEED", 0))
torch.manual_seed(SEED)
rng = np.random.default_rng(SEED)

# ---- a made-up load curve: day, week, and weather that drifts
n_hours = 24 * 7 * 9
hours = pd.date_range("2023-01-01", periods=n_hours, freq="h")
h = hours.hour.to_numpy()
weekend = (hours.day_of_week >= 5).astype(float)
weather = np.zeros(n_hours)
for i in range(1, n_hours):
    weather[i] = 0.98 * weather[i - 1] + rng.normal(0, 1)
load = (
    520
    + 110 * np.sin(2 * np.pi * (h - 8) / 24)
    + 45 * np.sin(4 * np.pi * (h - 3) / 24)
    - 60 * weekend * ((h > 6) & (h < 20))
    + 7 * weather
    + rng.normal(0, 5, n_hours)
)
df = pd.DataFrame({"load": load}, index=hours)

# ---- split by time, scale with the training part only
n_train = int(n_hours * 0.7)
n_val = int(n_hours * 0.15)
train_df, val_df, test_df = df[:n_train], df[n_train : n_train + n_val], df[n_train + n_val :]
scaler = MinMaxScaler(feature_range=(-1, 1))
train_scaled = scaler.fit_transform(train_df.to_numpy())
val_scaled = scaler.transform(val_df.to_numpy())
test_scaled = scaler.transform(test_df.to_numpy())


class WindowDataset(Dataset):
    def __init__(self, series, lookback):
        self.series = torch.tensor(series, dtype=torch.float32)
        self.lookback = lookback

    def __len__(self):
        return len(self.series) - self.lookback

    def __getitem__(self, i):
        return self.series[i : i + self.lookback], self.series[i + self.lookback]


class LoadForecaster(nn.Module):
    def __init__(self, hidden_size=32, num_layers=1):
        super().__init__()
        self.lstm = nn.LSTM(input_size=1, hidden_size=hidden_size, num_layers=num_layers, batch_first=True)
        self.linear = nn.Linear(hidden_size, 1)

    def forward(self, x):
        out, _ = self.lstm(x)
        return self.linear(out[:, -1, :])


LOOKBACK = 24
train_loader = DataLoader(WindowDataset(train_scaled, LOOKBACK), batch_size=32, shuffle=True)
val_loader = DataLoader(WindowDataset(val_scaled, LOOKBACK), batch_size=128)
test_loader = DataLoader(WindowDataset(test_scaled, LOOKBACK), batch_size=128)

model = LoadForecaster()
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.3, patience=2)


@torch.no_grad()
def predict(loader):
    model.eval()
    preds, actual = [], []
    for xb, yb in loader:
        preds.append(model(xb))
        actual.append(yb)
    return torch.cat(preds), torch.cat(actual)


for epoch in range(18):
    model.train()
    losses = []
    for xb, yb in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(xb), yb)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
        optimizer.step()
        losses.append(loss.item())
    val_loss = criterion(*predict(val_loader)).item()
    scheduler.step(val_loss)
    lr = optimizer.param_groups[0]["lr"]
    print(f"Epoch {epoch + 1:2d} train {np.mean(losses):.5f} val {val_loss:.5f} lr {lr:.1e}")

preds, actual = (scaler.inverse_transform(t.numpy()) for t in predict(test_loader))
rmse = float(np.sqrt(np.mean((preds - actual) ** 2)))
naive = float(np.sqrt(np.mean(np.diff(actual[:, 0]) ** 2)))
print(f"test RMSE {rmse:.2f} MW (last value repeated: {naive:.2f})")
