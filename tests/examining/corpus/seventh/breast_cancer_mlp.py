import argparse
import copy
import os

import torch
import torch.nn.functional as F
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn


def load_data(seed):
    X, y = load_breast_cancer(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, stratify=y, random_state=seed)
    X_train, X_val, y_train, y_val = train_test_split(
        X_train, y_train, test_size=0.2, stratify=y_train, random_state=seed
    )
    scaler = StandardScaler().fit(X_train)
    splits = []
    for X_, y_ in ((X_train, y_train), (X_val, y_val), (X_test, y_test)):
        splits.append(torch.tensor(scaler.transform(X_), dtype=torch.float32))
        splits.append(torch.tensor(y_, dtype=torch.float32))
    return splits


class TabularNet(nn.Module):
    def __init__(self, n_features, hidden=(32, 16), p_drop=0.2):
        super().__init__()
        self.fc1 = nn.Linear(n_features, hidden[0])
        self.fc2 = nn.Linear(hidden[0], hidden[1])
        self.out = nn.Linear(hidden[1], 1)
        self.drop = nn.Dropout(p_drop)

    def forward(self, x):
        x = self.drop(F.relu(self.fc1(x)))
        x = self.drop(F.relu(self.fc2(x)))
        return self.out(x).squeeze(1)


class EarlyStopping:
    def __init__(self, patience):
        self.patience = patience
        self.best = float("inf")
        self.bad_epochs = 0
        self.state = None

    def step(self, value, model):
        if value < self.best:
            self.best = value
            self.bad_epochs = 0
            self.state = copy.deepcopy(model.state_dict())
        else:
            self.bad_epochs += 1
        return self.bad_epochs >= self.patience


def main(args):
    torch.manual_seed(args.seed)
    X_train, y_train, X_val, y_val, X_test, y_test = load_data(args.seed)
    model = TabularNet(X_train.shape[1])
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=args.lr)
    stopper = EarlyStopping(args.patience)

    for epoch in range(args.epochs):
        model.train()
        perm = torch.randperm(len(X_train))
        epoch_loss = 0.0
        for start in range(0, len(perm), args.batch_size):
            batch = perm[start : start + args.batch_size]
            logits = model(X_train[batch])
            loss = criterion(logits, y_train[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            epoch_loss += loss.item() * len(batch)

        model.eval()
        with torch.no_grad():
            val_logits = model(X_val)
            val_loss = criterion(val_logits, y_val).item()
            val_acc = ((val_logits > 0).float() == y_val).float().mean().item()
        print(f"[{epoch:03d}] train {epoch_loss / len(X_train):.4f} | val {val_loss:.4f} | val acc {val_acc:.4f}")
        if stopper.step(val_loss, model):
            print("early stopping")
            break

    model.load_state_dict(stopper.state)
    model.eval()
    with torch.no_grad():
        probs = torch.sigmoid(model(X_test))
    acc = ((probs > 0.5).float() == y_test).float().mean().item()
    print(f"test accuracy {acc:.4f}, test AUC {roc_auc_score(y_test.numpy(), probs.numpy()):.4f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--lr", type=float, default=2e-3)
    parser.add_argument("--patience", type=int, default=8)
    parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED", 0)))
    main(parser.parse_args())
