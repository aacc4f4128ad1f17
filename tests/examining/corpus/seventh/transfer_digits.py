"""Transfer learning: a convnet learns the digits 0-4, then serves as a frozen feature extractor for 5-9."""
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch.utils.data import DataLoader, TensorDataset

seed = int(os.environ.get("SEED", 0))
torch.manual_seed(seed)
np.random.seed(seed)

X, y = load_digits(return_X_y=True)
X = torch.tensor(X, dtype=torch.float32).view(-1, 1, 8, 8) / 16.0
y = torch.tensor(y)


def split(mask, n_train, offset):
    idx = np.random.permutation(np.flatnonzero(mask.numpy()))
    tr, te = idx[:n_train], idx[n_train:]
    return TensorDataset(X[tr], y[tr] - offset), TensorDataset(X[te], y[te] - offset)


source_train, source_val = split(y < 5, 700, 0)
target_train, target_val = split(y >= 5, 100, 5)


class ConvNet(nn.Module):
    def __init__(self, num_classes):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1),
            nn.BatchNorm2d(16),
            nn.ReLU(),
            nn.Conv2d(16, 32, 3, padding=1),
            nn.BatchNorm2d(32),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(32, 32, 3, padding=1),
            nn.BatchNorm2d(32),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
        )
        self.fc = nn.Linear(128, num_classes)

    def forward(self, x):
        return self.fc(self.features(x))


def accuracy(model, dataset):
    model.eval()
    x, t = dataset.tensors
    with torch.no_grad():
        return (model(x).argmax(1) == t).float().mean().item()


def pretrain(epochs=6):
    model = ConvNet(num_classes=5)
    opt = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    for epoch in range(epochs):
        model.train()
        for xb, yb in DataLoader(source_train, batch_size=32, shuffle=True):
            opt.zero_grad()
            loss = F.cross_entropy(model(xb), yb)
            loss.backward()
            opt.step()
    print(f"source task: val accuracy {accuracy(model, source_val):.4f}")
    torch.save(model.state_dict(), "backbone.pth")


def finetune(epochs=30):
    model = ConvNet(num_classes=5)
    state = torch.load("backbone.pth")
    model.load_state_dict(state)

    for param in model.parameters():
        param.requires_grad = False
    model.fc = nn.Linear(model.fc.in_features, 5)

    optimizer = torch.optim.Adam(model.fc.parameters(), lr=1e-2)
    loader = DataLoader(target_train, batch_size=20, shuffle=True)
    for epoch in range(epochs):
        model.eval()  # the backbone is frozen: keep its batch-norm statistics as they are
        total = 0.0
        for xb, yb in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(xb), yb)
            loss.backward()
            optimizer.step()
            total += loss.item()
        if (epoch + 1) % 5 == 0:
            print(f"epoch {epoch + 1:2d}: loss {total / len(loader):.4f} val {accuracy(model, target_val):.4f}")
    return model


pretrain()
model = finetune()
print(f"target task: val accuracy {accuracy(model, target_val):.4f}")
