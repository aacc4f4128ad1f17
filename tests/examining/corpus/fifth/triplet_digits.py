"""Metric learning with triplets: embeds digits so that neighbours are of one class."""
import os

import numpy as np
import torch
import torch.nn as nn
from sklearn.datasets import load_digits
from sklearn.neighbors import KNeighborsClassifier

SEED = int(os.environ.get("SEED", 0))
rng = np.random.default_rng(SEED)
torch.manual_seed(SEED)

X, y = load_digits(return_X_y=True)
order = rng.permutation(len(X))
X, y = X[order], y[order]
# the pixels are scrambled with nuisance columns, so that raw distances say little
X = np.concatenate([X / 16.0, 1.2 * rng.standard_normal((len(X), 64))], axis=1).astype(np.float32)
n_train = 1300
X_train, y_train = torch.from_numpy(X[:n_train]), y[:n_train]
X_test, y_test = torch.from_numpy(X[n_train:]), y[n_train:]
by_class = {c: np.flatnonzero(y_train == c) for c in range(10)}


def sample_triplets(n):
    anchor = rng.integers(0, n_train, n)
    positive = np.array([rng.choice(by_class[y_train[a]]) for a in anchor])
    other = (y_train[anchor] + rng.integers(1, 10, n)) % 10
    negative = np.array([rng.choice(by_class[c]) for c in other])
    return X_train[anchor], X_train[positive], X_train[negative]


class EmbeddingNet(nn.Module):
    def __init__(self, dim=16):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, dim))

    def forward(self, x):
        return self.net(x)


def distance(a, b):
    return torch.sqrt((a - b).pow(2).sum(1) + 1e-8)


class TripletLoss(nn.Module):
    def __init__(self, margin=1.0):
        super().__init__()
        self.margin = margin

    def forward(self, anchor, positive, negative):
        d_pos = distance(anchor, positive)
        d_neg = distance(anchor, negative)
        return torch.relu(d_pos - d_neg + self.margin).mean()


def knn_score(model):
    model.eval()
    with torch.no_grad():
        emb_train = model(X_train).numpy()
        emb_test = model(X_test).numpy()
    return KNeighborsClassifier(5).fit(emb_train, y_train).score(emb_test, y_test)


model = EmbeddingNet()
criterion = TripletLoss(margin=1.0)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-3)
print(f"knn accuracy on raw features {KNeighborsClassifier(5).fit(X_train, y_train).score(X_test, y_test):.4f}")
running = 0.0
for step in range(1, 401):
    model.train()
    a, p, n = sample_triplets(96)
    loss = criterion(model(a), model(p), model(n))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    running += loss.item()
    if step % 50 == 0:
        print(f"step {step:4d} triplet loss {running / 50:.4f}")
        running = 0.0
print(f"knn accuracy {knn_score(model):.4f}")
