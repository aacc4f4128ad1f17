"""Seven kinds of beans (generated): an MLP with batch norm, early stopping, the best checkpoint is tested at the end."""
import copy
import os

import torch
import torch.nn as nn
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", 0))
torch.manual_seed(SEED)


class EarlyStopping:
    """Stop when the validation loss has not improved for `patience` epochs."""

    def __init__(self, patience=6, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best = float("inf")
        self.counter = 0
        self.state = None

    def __call__(self, loss, model):
        if loss < self.best - self.min_delta:
            self.best = loss
            self.counter = 0
            self.state = copy.deepcopy(model.state_dict())
        else:
            self.counter += 1
        return self.counter >= self.patience


def get_loaders():
    X, y = make_classification(n_samples=3500, n_features=16, n_informative=10, n_redundant=3, n_classes=7,
                               n_clusters_per_class=1, class_sep=1.6, flip_y=0.0, random_state=SEED)
    X = X * [10 ** (i % 5) for i in range(16)]       # area in pixels, ratios near one ...
    X_train, X_rest, y_train, y_rest = train_test_split(X, y, test_size=0.4, stratify=y, random_state=SEED)
    X_val, X_test, y_val, y_test = train_test_split(X_rest, y_rest, test_size=0.5, stratify=y_rest, random_state=SEED)
    scaler = StandardScaler().fit(X_train)

    def loader(X, y, train=False):
        X = scaler.transform(X)
        ds = TensorDataset(torch.tensor(X, dtype=torch.float32), torch.tensor(y))
        return DataLoader(ds, batch_size=64 if train else 350, shuffle=train)

    return loader(X_train, y_train, train=True), loader(X_val, y_val), loader(X_test, y_test)


def run(model, loader, criterion, optimizer=None):
    model.train(optimizer is not None)
    loss_sum = correct = n = 0
    with torch.set_grad_enabled(optimizer is not None):
        for x, y in loader:
            out = model(x)
            loss = criterion(out, y)
            if optimizer is not None:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            loss_sum += loss.item() * len(y)
            correct += (out.argmax(1) == y).sum().item()
            n += len(y)
    return loss_sum / n, correct / n


train_dl, val_dl, test_dl = get_loaders()
model = nn.Sequential(
    nn.Linear(16, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Dropout(0.2),
    nn.Linear(64, 64), nn.BatchNorm1d(64), nn.ReLU(),
    nn.Linear(64, 7),
)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
stopper = EarlyStopping()
for epoch in range(60):
    train_loss, train_acc = run(model, train_dl, criterion, optimizer)
    val_loss, val_acc = run(model, val_dl, criterion)
    print(f"epoch {epoch:2d} train {train_loss:.4f}/{train_acc:.3f} val {val_loss:.4f}/{val_acc:.3f}")
    if stopper(val_loss, model):
        print("early stop")
        break
model.load_state_dict(stopper.state)
print("test accuracy: %.4f" % run(model, test_dl, criterion)[1])
