"""How many bicycles are rented at a station in an hour: Poisson regression with a small network."""
import os

import numpy as np
import pandas as pd
import torch
from sklearn.metrics import d2_tweedie_score
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", 0))
rng = np.random.default_rng(SEED)
torch.manual_seed(SEED)


def load_rentals(n=5000, stations=24):
    size = rng.normal(0, 0.6, stations)
    df = pd.DataFrame({
        "station": rng.integers(0, stations, n),
        "hour": rng.integers(6, 23, n),
        "temp": rng.normal(14, 8, n),
        "humidity": rng.uniform(20, 100, n),
        "workday": rng.integers(0, 2, n),
        "rain": rng.random(n) < 0.2,
    })
    rush = np.exp(-((df.hour - 8) ** 2) / 4) + np.exp(-((df.hour - 17) ** 2) / 6)
    noon = np.exp(-((df.hour - 14) ** 2) / 14)
    weather = -(((df.temp - 22) / 16) ** 2) - 0.8 * df.rain - 0.004 * df.humidity
    df["registered"] = rng.poisson(np.exp(2.2 + size[df.station] + 1.1 * rush * df.workday + weather))
    df["casual"] = rng.poisson(np.exp(1.7 + size[df.station] + 1.2 * noon * (1 - df.workday) + weather))
    df["count"] = df.registered + df.casual
    return df


df = load_rentals()
df["hour_sin"] = np.sin(2 * np.pi * df.hour / 24)
df["hour_cos"] = np.cos(2 * np.pi * df.hour / 24)
drop = ["count", "registered", "casual", "station"]
features = df.drop(columns=drop).astype("float32")

shuffled = rng.permutation(len(df))
train_idx, val_idx, test_idx = np.split(shuffled, [int(0.7 * len(df)), int(0.85 * len(df))])
mean, std = features.iloc[train_idx].mean(), features.iloc[train_idx].std()
features = (features - mean) / std


def as_dataset(idx):
    return TensorDataset(
        torch.tensor(features.iloc[idx].values),
        torch.tensor(df.station.values[idx]),
        torch.tensor(df["count"].values[idx], dtype=torch.float32),
    )


train_loader = DataLoader(as_dataset(train_idx), batch_size=64, shuffle=True)
val_loader = DataLoader(as_dataset(val_idx), batch_size=300)
test_loader = DataLoader(as_dataset(test_idx), batch_size=300)


class CountNet(nn.Module):
    def __init__(self, n_features, n_stations, hidden=48):
        super().__init__()
        self.station = nn.Embedding(n_stations, 4)
        self.body = nn.Sequential(
            nn.Linear(n_features + 4, hidden), nn.SiLU(),
            nn.Linear(hidden, hidden), nn.SiLU(),
            nn.Linear(hidden, 1),
        )

    def forward(self, x, s):
        return self.body(torch.cat([x, self.station(s)], dim=1)).squeeze(1)  # the logarithm of the rate


def predict(model, loader):
    model.eval()
    with torch.no_grad():
        rates = torch.cat([model(x, s).exp() for x, s, _ in loader])
    return rates.numpy(), torch.cat([y for _, _, y in loader]).numpy()


model = CountNet(features.shape[1], df.station.nunique())
criterion = nn.PoissonNLLLoss(log_input=True)
optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9)
best = -float("inf")
for epoch in range(18):
    model.train()
    losses = []
    for x, s, y in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(x, s), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    scheduler.step()
    rates, counts = predict(model, val_loader)
    d2 = d2_tweedie_score(counts, rates, power=1)
    print(f"epoch {epoch + 1:2d}  train nll {np.mean(losses):7.3f}  val D2 {d2:.4f}")
    if d2 > best:
        best = d2
        torch.save(model.state_dict(), "bike_counts.pt")

model.load_state_dict(torch.load("bike_counts.pt"))
rates, counts = predict(model, test_loader)
print(f"test D2 {d2_tweedie_score(counts, rates, power=1):.4f}")
