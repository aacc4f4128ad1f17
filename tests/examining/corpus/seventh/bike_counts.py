"""How many bikes are hired in an hour? Poisson regression with a small network, gradients accumulated."""
import os

import numpy as np
import pandas as pd
import torch
from sklearn.metrics import mean_poisson_deviance
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", 2))
torch.manual_seed(SEED)
rng = np.random.default_rng(SEED)

# ---- made-up hire data
n = 4000
df = pd.DataFrame(
    {
        "hour": rng.integers(0, 24, n),
        "weekday": rng.integers(0, 7, n),
        "temp": rng.normal(14, 8, n),
        "wind": rng.gamma(2, 6, n),
        "humidity": rng.uniform(30, 100, n),
        "rain": rng.random(n) < 0.15,
        "open_hours": rng.choice([0.25, 0.5, 1.0], n, p=[0.1, 0.2, 0.7]),
    }
)
workday = df["weekday"] < 5
rush = np.exp(-((df["hour"] - 8) ** 2) / 3) + np.exp(-((df["hour"] - 17) ** 2) / 5)
leisure = np.exp(-((df["hour"] - 14) ** 2) / 18)
log_rate = (
    0.6 + 2.2 * np.where(workday, rush, leisure) + 0.5 * leisure + 0.06 * df["temp"].clip(0, 26)
    - 0.02 * df["wind"] - 0.9 * df["rain"] - 0.004 * df["humidity"]
)
df["count"] = rng.poisson(np.exp(log_rate) * df["open_hours"])

# ---- features
feat = pd.DataFrame(index=df.index)
feat["sin"] = np.sin(2 * np.pi * df["hour"] / 24)
feat["cos"] = np.cos(2 * np.pi * df["hour"] / 24)
feat["sin2"] = np.sin(4 * np.pi * df["hour"] / 24)
feat["cos2"] = np.cos(4 * np.pi * df["hour"] / 24)
feat["workday"] = workday.astype(float)
feat[["temp", "wind", "humidity", "rain"]] = df[["temp", "wind", "humidity", "rain"]].astype(float)

is_train = np.arange(n) < 3200
mu, sd = feat[is_train].mean(), feat[is_train].std()
feat = (feat - mu) / sd
X = torch.tensor(feat.values, dtype=torch.float32)
y = torch.tensor(df["count"].values, dtype=torch.float32)
log_exposure = torch.tensor(np.log(df["open_hours"].values), dtype=torch.float32)
tr, te = torch.from_numpy(is_train), torch.from_numpy(~is_train)


class CountNet(nn.Module):
    def __init__(self, n_in):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(n_in, 48), nn.SiLU(), nn.Linear(48, 48), nn.SiLU(), nn.Linear(48, 1)
        )

    def forward(self, x, log_exposure):
        """Logarithm of the expected count."""
        return self.net(x).squeeze(-1) + log_exposure


model = CountNet(X.shape[1])
loss_fn = nn.PoissonNLLLoss(log_input=True)
optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.85)
loader = DataLoader(TensorDataset(X[tr], log_exposure[tr], y[tr]), batch_size=16, shuffle=True)
accumulate = 2


def test_deviance():
    model.eval()
    with torch.no_grad():
        expected = model(X[te], log_exposure[te]).exp()
    return mean_poisson_deviance(y[te].numpy(), expected.numpy())


for epoch in range(15):
    model.train()
    total = 0.0
    optimizer.zero_grad()
    for i, (xb, eb, yb) in enumerate(loader):
        loss = loss_fn(model(xb, eb), yb)
        (loss / accumulate).backward()
        if (i + 1) % accumulate == 0:
            optimizer.step()
            optimizer.zero_grad()
        total += loss.item()
    scheduler.step()
    if (epoch + 1) % 3 == 0:
        print(f"epoch {epoch + 1:2d}  train loss {total / len(loader):.4f}  test deviance {test_deviance():.4f}")

rate = y[tr].sum() / log_exposure[tr].exp().sum()
baseline = (rate * log_exposure[te].exp()).numpy()
print(f"deviance with one rate for all {mean_poisson_deviance(y[te].numpy(), baseline):.4f}")
# (1.0 or a little more is as good as it gets: the deviance of Poisson noise)
print(f"test deviance {test_deviance():.4f}")
