"""Early stopping on a small noisy two-class problem."""
import copy
import os

import numpy as np
import torch
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
from torch import nn

SEED = int(os.environ.get("SEED", 0))
np.random.seed(SEED)
torch.manual_seed(SEED)


class EarlyStopping:
    """Stops the training if the validation loss doesn't improve after a given patience."""

    def __init__(self, patience=10, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = float("inf")
        self.best_state = None
        self.counter = 0
        self.early_stop = False

    def __call__(self, val_loss, model):
        if val_loss < self.best_loss - self.min_delta:
            self.best_loss = val_loss
            self.best_state = copy.deepcopy(model.state_dict())
            self.counter = 0
        else:
            self.counter += 1
            if self.counter >= self.patience:
                self.early_stop = True


X, y = make_classification(n_samples=1600, n_features=30, n_informative=8, n_redundant=0,
                           n_clusters_per_class=2, class_sep=1.2, flip_y=0.08, random_state=SEED)
X = X.astype(np.float32)
X_rest, X_test, y_rest, y_test = train_test_split(X, y, test_size=800, random_state=SEED)
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest, test_size=0.4, random_state=SEED)
mu, sd = X_train.mean(0), X_train.std(0)


def prep(X, y):
    return torch.from_numpy((X - mu) / sd), torch.from_numpy(y)


X_train, y_train = prep(X_train, y_train)
X_val, y_val = prep(X_val, y_val)
X_test, y_test = prep(X_test, y_test)

model = nn.Sequential(nn.Linear(30, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 2))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
criterion = nn.CrossEntropyLoss()
stopper = EarlyStopping(patience=10)

for epoch in range(1, 151):
    model.train()
    train_losses = []
    perm = torch.randperm(len(X_train))
    for i in range(0, len(X_train), 32):
        b = perm[i:i + 32]
        optimizer.zero_grad()
        loss = criterion(model(X_train[b]), y_train[b])
        loss.backward()
        optimizer.step()
        train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_loss = criterion(model(X_val), y_val).item()
    print(f"[{epoch:>3}/150] train_loss: {np.mean(train_losses):.5f} valid_loss: {val_loss:.5f}")
    stopper(val_loss, model)
    if stopper.early_stop:
        print("Early stopping")
        break

model.load_state_dict(stopper.best_state)
model.eval()
with torch.no_grad():
    out = model(X_test)
    test_loss = criterion(out, y_test).item()
    test_acc = (out.argmax(1) == y_test).float().mean().item()
print(f"best valid loss {stopper.best_loss:.4f}")
print(f"test loss {test_loss:.4f} test acc {test_acc:.4f}")
