"""Regression on Friedman's first function with noise. Validation R2 about 0.95."""

import argparse
import os

import numpy as np
import torch
from sklearn.datasets import make_friedman1
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def get_args():
    p = argparse.ArgumentParser(description="MLP regression")
    p.add_argument("--epochs", type=int, default=40)
    p.add_argument("--batch-size", type=int, default=64)
    p.add_argument("--lr", type=float, default=0.01)
    p.add_argument("--hidden", type=int, default=64)
    p.add_argument("--seed", type=int, default=int(os.environ.get("SEED", 1)))
    return p.parse_args()


class Regressor(nn.Module):
    def __init__(self, n_in, n_hidden):
        super().__init__()
        self.hidden1 = nn.Linear(n_in, n_hidden)
        self.hidden2 = nn.Linear(n_hidden, n_hidden)
        self.predict = nn.Linear(n_hidden, 1)

    def forward(self, x):
        x = torch.tanh(self.hidden1(x))
        x = torch.tanh(self.hidden2(x))
        return self.predict(x).squeeze(-1)


def main():
    args = get_args()
    torch.manual_seed(args.seed)
    np.random.seed(args.seed)

    X, y = make_friedman1(n_samples=2500, n_features=10, noise=1.0, random_state=args.seed)
    X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.2, random_state=args.seed)
    x_scaler = StandardScaler().fit(X_train)
    y_scaler = StandardScaler().fit(y_train.reshape(-1, 1))

    def tensors(X, y):
        y = y_scaler.transform(y.reshape(-1, 1)).ravel()
        return TensorDataset(torch.tensor(x_scaler.transform(X)).float(), torch.tensor(y).float())

    train_loader = DataLoader(tensors(X_train, y_train), batch_size=args.batch_size, shuffle=True)
    val_loader = DataLoader(tensors(X_val, y_val), batch_size=256)

    model = Regressor(10, args.hidden)
    criterion = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=args.lr)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=15, gamma=0.3)

    for epoch in range(args.epochs):
        model.train()
        losses = []
        for xb, yb in train_loader:
            out = model(xb)
            loss = criterion(out, yb)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        scheduler.step()
        if (epoch + 1) % 10 == 0:
            print(f"[{epoch + 1}/{args.epochs}] mse={np.mean(losses):.4f} lr={scheduler.get_last_lr()[0]:.2e}")

    model.eval()
    with torch.no_grad():
        preds = torch.cat([model(xb) for xb, _ in val_loader]).numpy()
    preds = y_scaler.inverse_transform(preds.reshape(-1, 1)).ravel()
    print(f"val R2: {r2_score(y_val, preds):.4f}")


if __name__ == "__main__":
    main()
