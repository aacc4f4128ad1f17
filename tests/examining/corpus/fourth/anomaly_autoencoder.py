"""Anomaly detection: an autoencoder learns healthy machines' sensor readings; broken ones reconstruct badly. ROC AUC."""
import os
import numpy as np
import torch
from torch import nn
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import MinMaxScaler

SEED = int(os.environ.get("SEED", 0))
rng = np.random.default_rng(SEED)
torch.manual_seed(SEED)

N_SENSORS, N_FACTORS = 20, 3
mixing = rng.normal(size=(N_FACTORS, N_SENSORS))
gain = 10 ** rng.uniform(-1, 3, N_SENSORS)          # every sensor has its own unit


def readings(n, broken=False):
    factors = rng.normal(size=(n, N_FACTORS))
    signal = np.tanh(factors @ mixing) + 0.1 * rng.normal(size=(n, N_SENSORS))
    if broken:                                       # three sensors read noise
        for row in signal:
            which = rng.choice(N_SENSORS, 3, replace=False)
            row[which] = rng.uniform(-1, 1, 3)
    return (signal + 2.0) * gain


x_train = readings(3000)
x_test = np.vstack([readings(500), readings(500, broken=True)])
y_test = np.r_[np.zeros(500), np.ones(500)]

scaler = MinMaxScaler().fit(x_train)
x_train = torch.tensor(scaler.transform(x_train), dtype=torch.float32)
x_test = torch.tensor(scaler.transform(x_test), dtype=torch.float32)


class AE(nn.Module):
    def __init__(self, n, bottleneck=3):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(n, 32), nn.ELU(), nn.Linear(32, bottleneck))
        self.dec = nn.Sequential(nn.Linear(bottleneck, 32), nn.ELU(), nn.Linear(32, n))

    def forward(self, x):
        return self.dec(self.enc(x))


ae = AE(N_SENSORS)
optim = torch.optim.Adam(ae.parameters(), lr=3e-3)
BATCH = 50


def auc():
    ae.eval()
    with torch.no_grad():
        error = ((ae(x_test) - x_test) ** 2).mean(1)
    return roc_auc_score(y_test, error.numpy())


for epoch in range(40):
    ae.train()
    order = torch.randperm(len(x_train))
    total = 0.0
    for start in range(0, len(order), BATCH):
        xb = x_train[order[start:start + BATCH]]
        rec = ae(xb)
        loss = nn.functional.mse_loss(rec, xb)
        optim.zero_grad()
        loss.backward()
        optim.step()
        total += loss.item()
    if epoch % 5 == 4:
        print(f"epoch {epoch + 1}: reconstruction {total * BATCH / len(order):.5f}, AUC {auc():.4f}")
print(f"AUC {auc():.4f}")
