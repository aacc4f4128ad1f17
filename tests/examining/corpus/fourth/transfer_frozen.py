"""Pretrain on digits 0 to 4, freeze the backbone, then learn digits 5 to 9 from few examples with a new head."""
import os

import torch
import torch.nn as nn
from sklearn.datasets import load_digits
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", 0))
torch.manual_seed(SEED)

X, y = load_digits(return_X_y=True)
X = torch.tensor(X, dtype=torch.float32).view(-1, 1, 8, 8)
y = torch.tensor(y)
order = torch.randperm(len(X))
X, y = X[order], y[order]


def normalize(images):
    return (images / 16.0 - 0.5) / 0.5


source = y < 5
source_ds = TensorDataset(normalize(X[source]), y[source])
X_target, y_target = X[~source], y[~source] - 5
train_ds = TensorDataset(normalize(X_target[:200]), y_target[:200])
test_ds = TensorDataset(normalize(X_target[200:]), y_target[200:])


def make_model():
    return nn.Sequential(
        nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(),
            nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.Flatten(),
        ),
        nn.Linear(512, 5),
    )


def fit(model, dataset, optimizer, epochs, tag, freeze=False):
    criterion = nn.CrossEntropyLoss()
    loader = DataLoader(dataset, batch_size=32, shuffle=True)
    for epoch in range(epochs):
        model.train()
        if freeze:
            model[0].eval()          # keep the running statistics of batch norm
        loss_sum = 0.0
        for xb, yb in loader:
            optimizer.zero_grad()
            loss = criterion(model(xb), yb)
            loss.backward()
            optimizer.step()
            loss_sum += loss.item()
        if epoch % 5 == 4:
            print(f"[{tag}] epoch {epoch + 1}: loss {loss_sum / len(loader):.4f}")


def accuracy(model, dataset):
    model.eval()
    with torch.no_grad():
        xs, ys = dataset.tensors
        return (model(xs).argmax(1) == ys).float().mean().item()


model = make_model()
fit(model, source_ds, torch.optim.Adam(model.parameters(), lr=1e-3), 5, "pretrain")

# transfer
for param in model[0].parameters():
    param.requires_grad = False
model[1] = nn.Linear(512, 5)
optimizer = torch.optim.Adam(model[1].parameters(), lr=3e-3)
fit(model, train_ds, optimizer, 30, "transfer", freeze=True)

print("accuracy on the new digits: {:.4f}".format(accuracy(model, test_ds)))
