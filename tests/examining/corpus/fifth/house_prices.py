import argparse
import os

import numpy as np
import torch
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def make_houses(n, rng):
    area = rng.gamma(6, 20, n) + 25
    rooms = np.clip((area / 28 + rng.normal(0, 1, n)).round(), 1, 9)
    age = rng.integers(0, 110, n)
    dist = rng.exponential(6, n)
    garden = rng.random(n) < 0.35
    floor = rng.integers(0, 8, n)
    lot = area * rng.uniform(1, 8, n)
    price = (
        2600 * area * np.exp(-dist / 14)
        + 9000 * rooms
        + 40000 * garden * (dist > 4)
        - 700 * np.minimum(age, 60)
        + 1500 * np.maximum(age - 80, 0)
        + 3000 * floor * (dist < 5)
        + 15 * lot
        + rng.normal(0, 9000, n)
    )
    X = np.column_stack([area, rooms, age, dist, garden, floor, lot])
    return X, np.maximum(price, 20000)


class Regressor(nn.Module):
    def __init__(self, d_in, d_hidden):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(d_in, d_hidden),
            nn.ReLU(),
            nn.Linear(d_hidden, d_hidden),
            nn.ReLU(),
            nn.Linear(d_hidden, 1),
        )

    def forward(self, x):
        return self.layers(x).squeeze(-1)


def train_one_epoch(model, loader, optimizer, loss_fn):
    model.train()
    losses = []
    for xb, yb in loader:
        pred = model(xb)
        loss = loss_fn(pred, yb)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return float(np.mean(losses))


@torch.no_grad()
def predict(model, X):
    model.eval()
    return model(X).numpy()


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--epochs", type=int, default=20)
    p.add_argument("--lr", type=float, default=3e-3)
    p.add_argument("--batch-size", type=int, default=32)
    p.add_argument("--hidden", type=int, default=64)
    p.add_argument("--seed", type=int, default=int(os.environ.get("SEED", 0)))
    args = p.parse_args()

    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    X, y = make_houses(1500, rng)
    X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, random_state=args.seed)

    xs, ys = StandardScaler(), StandardScaler()
    X_tr = xs.fit_transform(X_tr)
    X_te = xs.transform(X_te)
    t_tr = ys.fit_transform(y_tr.reshape(-1, 1)).ravel()

    ds = TensorDataset(torch.tensor(X_tr, dtype=torch.float32), torch.tensor(t_tr, dtype=torch.float32))
    loader = DataLoader(ds, batch_size=args.batch_size, shuffle=True)

    model = Regressor(X_tr.shape[1], args.hidden)
    optimizer = torch.optim.Adam(model.parameters(), lr=args.lr)
    loss_fn = nn.MSELoss()
    X_te = torch.tensor(X_te, dtype=torch.float32)
    for epoch in range(args.epochs):
        loss = train_one_epoch(model, loader, optimizer, loss_fn)
        pred = ys.inverse_transform(predict(model, X_te).reshape(-1, 1)).ravel()
        mae = np.abs(pred - y_te).mean()
        print(f"epoch {epoch + 1:3d} | train mse {loss:.4f} | test MAE {mae:10.0f} | test R2 {r2_score(y_te, pred):.4f}")
    print(f"test R2 {r2_score(y_te, pred):.4f}")


if __name__ == "__main__":
    main()
